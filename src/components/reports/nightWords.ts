import { useI18n } from 'vue-i18n'
import { type BackupRow, noonOf } from '../../domain/nights.ts'
import { useFormat } from '../../i18n/format.ts'

/**
 * @returns the nights that a backup stands for, in words: "9 nov. 2026 – 10 nov. 2026"; the day it was made when those are
 * no longer kept
 */
export function useNightWords(): (backup: Pick<BackupRow, 'first' | 'last' | 'at'>) => string {
  const { t } = useI18n()
  const format = useFormat()
  return ({ first, last, at }) => {
    if (first === null || last === null) return format.date(at)
    const to = format.date(noonOf(last))
    return first === last ? to : t('backups.nights', { from: format.date(noonOf(first)), to })
  }
}
