import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Me } from '../domain/model.ts'
import { useSync } from '../stores/sync.ts'

/** The pages beside the rosters that this person may open. */
export function useMainLinks(me: () => Me | null) {
  const { t } = useI18n()
  const sync = useSync()
  return computed(() => {
    const isAdmin = me()?.role === 'admin' || me()?.role === 'superuser'
    return [
      { to: 'reports', label: t('nav.reports'), icon: null },
      ...(sync.tray > 0 ? [{ to: 'tray', label: t('nav.tray'), icon: 'tray' as const, count: sync.tray }] : []),
      { to: 'status', label: t('nav.status'), icon: 'status' as const },
      ...(isAdmin
        ? [
            { to: 'adminMembers', label: t('nav.adminMembers'), icon: 'members' as const },
            { to: 'adminSync', label: t('nav.adminSync'), icon: 'bolt' as const },
            { to: 'adminAudit', label: t('nav.adminAudit'), icon: 'history' as const },
            { to: 'adminBackups', label: t('nav.adminBackups'), icon: 'backup' as const },
          ]
        : []),
      ...(me()?.role === 'superuser' ? [{ to: 'adminErase', label: t('nav.adminErase'), icon: 'trash' as const }] : []),
      { to: 'settings', label: t('nav.settings'), icon: 'settings' as const },
    ]
  })
}
