import { useI18n } from 'vue-i18n'
import type { ExportWords } from '../domain/exportTables.ts'
import type { ArchiveKind } from '../domain/model.ts'

/** The heads of exported tables in the current language. */
export function useExportWords(): () => ExportWords {
  const { t } = useI18n()
  const kinds: ArchiveKind[] = ['reset', 'backup', 'before_restore', 'before_delete', 'import']
  return () => ({
    place: t('roster.column.place'),
    name: t('roster.column.name'),
    formerName: t('compare.formerName'),
    discord: t('roster.column.discord'),
    rank: t('roster.column.rank'),
    role: t('export.role'),
    points: t('roster.column.points'),
    difference: t('compare.difference'),
    total: t('chart.total'),
    touched: t('roster.column.touched'),
    at: t('archive.at'),
    city: t('reports.city'),
    institution: t('reports.institution'),
    kind: t('reports.kind'),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, t(`archive.kind.${kind}`)])) as Record<ArchiveKind, string>,
    employees: t('archive.employees'),
    by: t('archive.by'),
    file: t('archive.file'),
  })
}
