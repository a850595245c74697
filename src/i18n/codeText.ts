import type { Code } from '../domain/errors.ts'
import { i18n } from './index.ts'

/** Why something happened and what helps, in the person's language. */
export function useCodeText(): (code: Code) => { why: string; fix: string } {
  const { getLocaleMessage, locale } = i18n.global
  // As they are written: the catalogue is data of the app, nothing in it is to be filled in.
  return (code) => getLocaleMessage(locale.value).codes[code]
}
