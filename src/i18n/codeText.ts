import { useI18n } from 'vue-i18n'
import { type Code, errors } from '../domain/errors.ts'

/** Why something happened and what helps, in the person's language. */
export function useCodeText(): (code: Code) => { why: string; fix: string } {
  const { locale } = useI18n()
  return (code) => errors[code][locale.value === 'en' ? 'en' : 'ro']
}
