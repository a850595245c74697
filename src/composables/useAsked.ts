import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { codeOf, type Code } from '../domain/errors.ts'

/** What the cloud was asked for, now and every few seconds while the page is seen. A failure keeps the last answer. */
export function useAsked<T>(
  ask: () => Promise<T>,
  everyMs: number,
): { data: ShallowRef<T | undefined>; code: Ref<Code | null>; refresh: () => Promise<void> } {
  const data = shallowRef<T>()
  const code = ref<Code | null>(null)
  let latest = 0

  async function refresh(): Promise<void> {
    const turn = ++latest
    try {
      const answer = await ask()
      if (turn !== latest) return
      data.value = answer
      code.value = null
    } catch (error) {
      if (turn === latest) code.value = codeOf(error)
    }
  }

  void refresh()
  const timer = setInterval(() => void (document.visibilityState === 'visible' && refresh()), everyMs)
  onScopeDispose(() => clearInterval(timer))
  return { data, code, refresh }
}
