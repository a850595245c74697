import { nextTick, watch } from 'vue'
import { i18n, setLocale } from '../i18n/index.ts'
import { remember, useUi } from '../stores/ui.ts'

/** Puts the chosen theme and language on the document, and remembers them. */
export function useAppearance(): void {
  const ui = useUi()
  watch(
    () => ui.theme,
    (theme) => {
      remember('theme', theme)
      if (theme === 'system') delete document.documentElement.dataset['theme']
      else document.documentElement.dataset['theme'] = theme
    },
    { immediate: true },
  )
  watch(
    () => ui.locale,
    (locale) => {
      remember('locale', locale)
      void setLocale(locale).catch(() => {
        // Its chunk could not be loaded: what is said stays what is chosen.
        ui.locale = i18n.global.locale.value
        ui.toast(i18n.global.t('part.language'), 'bad')
        // It is asked for again at the next start.
        void nextTick(() => remember('locale', locale))
      })
    },
    { immediate: true },
  )
}
