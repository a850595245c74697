import { createI18n } from 'vue-i18n'
import { englishPlural, romanianPlural } from './plural.ts'
import ro from './ro.json'

export type Locale = 'ro' | 'en'

type Messages = typeof ro

/** The app's only i18n instance. Romanian comes with the app; English is a chunk of its own, kept by the service worker. */
export const i18n = createI18n<[Messages], Locale, false>({
  legacy: false,
  locale: 'ro',
  fallbackLocale: 'ro',
  messages: { ro } as Record<Locale, Messages>,
  pluralRules: { ro: romanianPlural, en: englishPlural },
})

/** Loads the language when needed, switches to it, and says so to the document. */
export async function setLocale(locale: Locale): Promise<void> {
  if (locale === 'en' && !i18n.global.availableLocales.includes('en')) {
    const { default: en } = await import('./en.json')
    i18n.global.setLocaleMessage('en', en)
  }
  i18n.global.locale.value = locale
  document.documentElement.lang = locale
}
