import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'

const titles: Record<string, string> = {
  reports: 'reports.title',
  report: 'reports.title',
  reportCompare: 'report.compare',
  reportChart: 'report.chart',
  status: 'nav.status',
  tray: 'tray.title',
  settings: 'nav.settings',
  import: 'import.title',
  adminSync: 'adminSync.title',
  adminMembers: 'members.heading',
  adminMember: 'members.heading',
  adminAudit: 'audit.title',
  backups: 'backups.title',
  adminBackups: 'adminBackups.title',
  adminErase: 'erase.title',
  missing: 'missing.title',
}

/** The tab's title: the page, or the institution that is open. */
export function usePageTitle(institution: () => string | undefined): void {
  const { t } = useI18n()
  const route = useRoute()
  watchEffect(() => {
    const key = titles[String(route.name)]
    const page = institution() ?? (key === undefined ? undefined : t(key))
    document.title = page === undefined ? t('app.name') : t('app.title', { page })
  })
}
