import { createI18n } from 'vue-i18n'
import type { Code } from '../domain/errors.ts'
import { englishPlural, romanianPlural } from './plural.ts'
import type ro from './ro.json'

export type Locale = 'ro' | 'en'

type Messages = typeof ro & { codes: Record<Code, { why: string; fix: string }> }

/** The app's only i18n instance. Each language is a chunk of its own, kept by the service worker: `setLocale` loads it. */
export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: 'ro',
  fallbackLocale: 'ro',
  messages: {} as Record<Locale, Messages>,
  pluralRules: { ro: romanianPlural, en: englishPlural },
})

const texts = { ro: () => import('./ro.json'), en: () => import('./en.json') }

/** Loads the language when needed, switches to it, and says so to the document. */
export async function setLocale(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) {
    const [{ default: own }, { catalogue }] = await Promise.all([texts[locale](), import('../domain/catalogue.ts')])
    const codes = Object.fromEntries(Object.entries(catalogue).map(([code, entry]) => [code, entry[locale]]))
    i18n.global.setLocaleMessage(locale, { ...own, codes: codes as Messages['codes'] })
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}
