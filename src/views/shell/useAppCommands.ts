import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { useCommands } from '../../composables/useCommands.ts'
import { useExportUnsent } from '../../composables/useExportUnsent.ts'
import { useMainLinks } from '../../composables/useMainLinks.ts'
import { overlay } from '../../composables/useOverlay.ts'
import type { Command } from '../../domain/command.ts'
import type { Me } from '../../domain/model.ts'
import { can, mayImport } from '../../domain/permission.ts'
import { useSync } from '../../stores/sync.ts'
import { useUi } from '../../stores/ui.ts'

const themes = ['system', 'dark', 'light'] as const
const languages = ['ro', 'en'] as const

/** Theme and language: those that are not chosen already. */
function useAppearanceCommands() {
  const { t } = useI18n()
  const ui = useUi()
  return computed((): Command[] => [
    ...themes
      .filter((theme) => theme !== ui.theme)
      .map((theme) => ({
        id: `theme.${theme}`,
        label: t('palette.theme', { name: t(`settings.${theme}`) }),
        run: () => void (ui.theme = theme),
      })),
    ...languages
      .filter((locale) => locale !== ui.locale)
      .map((locale) => ({
        id: `language.${locale}`,
        label: t('palette.language', { name: t(`settings.${locale}`) }),
        run: () => void (ui.locale = locale),
      })),
  ])
}

/** What can be done wherever one is. */
export function useAppCommands(me: () => Me | null, createCity: () => void): void {
  const { t } = useI18n()
  const router = useRouter()
  const sync = useSync()
  const ui = useUi()
  const links = useMainLinks(me)
  const exportUnsent = useExportUnsent()
  const appearance = useAppearanceCommands()

  const places = computed((): Command[] => {
    const person = me()
    const mayCreate = person !== null && can(person, 'edit', null, null) && !sync.readOnly
    return mayCreate ? [{ id: 'place.createCity', label: t('place.createCity'), run: createCity }] : []
  })
  const pages = computed((): Command[] =>
    links.value.map(({ to, label }) => ({ id: `page.${to}`, label, run: () => void router.push({ name: to }) })),
  )
  const imports = computed((): Command[] =>
    mayImport(me())
      ? [{ id: 'page.import', label: t('import.open'), run: () => void router.push({ name: 'import' }) }]
      : [],
  )
  const show = (what: 'palette' | 'keys') => (): void => void (overlay.value = what)

  useCommands('app', () => [
    { id: 'palette', label: t('palette.title'), keys: ['Mod+k'], inFields: true, run: show('palette') },
    { id: 'keys', label: t('keys.title'), keys: ['?'], run: show('keys') },
    ...pages.value,
    ...places.value,
    ...imports.value,
    {
      id: 'unsent.export',
      label: t('unsent.export'),
      enabled: sync.unsent + sync.tray > 0,
      run: () => void exportUnsent(),
    },
    ...appearance.value,
    { id: 'session.signOut', label: t('session.signOut'), run: () => void (ui.signingOut = true) },
  ])
}
