import { useI18n } from 'vue-i18n'
import { type AuditLine, auditActions, isAboutPerson, nameOf } from '../domain/audit.ts'
import { useSaid } from './said.ts'

/** What an entry of the journal is called in the current language. */
export function useAuditWords() {
  const { t } = useI18n()
  const said = useSaid()
  return {
    said,
    /** An action of a newer cloud is called as the cloud calls it. */
    what: ({ action }: AuditLine) => (auditActions.includes(action) ? t(`audit.action.${action}`) : action),
    where: (line: AuditLine) => {
      if (line.institution !== null) return nameOf(line.institution, line)
      const isCity = line.action.startsWith('city.') || line.action === 'institution.order'
      return isCity && line.subject !== null ? nameOf(line.subject, line) : ''
    },
    about: (line: AuditLine) => (isAboutPerson(line) && line.subject !== null ? nameOf(line.subject, line) : ''),
    by: ({ user, by }: AuditLine) => (user === null ? t('audit.owner') : by),
  }
}
