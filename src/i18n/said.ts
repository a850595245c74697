import { useI18n } from 'vue-i18n'
import type { Said } from '../domain/audit.ts'

/** What an entry of the journal says, in the current language; '' for nothing. */
export function useSaid(): (said: Said | null) => string {
  const { t } = useI18n()
  return (said) => {
    if (said === null) return ''
    if ('text' in said) return said.text
    if ('words' in said) return said.words.map((word) => t(word)).join(', ')
    return t(said.word, { n: said.n ?? '' })
  }
}
