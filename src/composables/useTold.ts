import { codeOf } from '../domain/errors.ts'
import { useCodeText } from '../i18n/codeText.ts'
import { useUi } from '../stores/ui.ts'

/** Does what a person asked for; a failure becomes a toast that says why and what helps. Answers null then. */
export function useTold(): <T>(work: () => Promise<T>) => Promise<T | null> {
  const ui = useUi()
  const text = useCodeText()
  return async (work) => {
    try {
      return await work()
    } catch (error) {
      const { why, fix } = text(codeOf(error))
      ui.toast(`${why} ${fix}`, 'bad')
      if (!(error instanceof Error && 'code' in error)) console.error(error) // a fault of ours
      return null
    }
  }
}
