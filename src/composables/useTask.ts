import { ref, type Ref } from 'vue'
import { codeOf, type Code } from '../domain/errors.ts'

export interface Task<Args extends unknown[], Result> {
  busy: Ref<boolean>
  /** Code of the last failure. */
  code: Ref<Code | null>
  run: (...args: Args) => Promise<Result | undefined>
}

/** One user action that takes time: runs once at a time, and remembers why it failed. Answers undefined when it did. */
export function useTask<Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>): Task<Args, Result> {
  const busy = ref(false)
  const code = ref<Code | null>(null)
  async function run(...args: Args): Promise<Result | undefined> {
    if (busy.value) return undefined
    busy.value = true
    code.value = null
    try {
      return await work(...args)
    } catch (error) {
      code.value = codeOf(error)
      if (!(error instanceof Error && 'code' in error)) console.error(error) // a fault of ours
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, code, run }
}
