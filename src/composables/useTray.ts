import { useI18n } from 'vue-i18n'
import { currentDb } from '../db/current.ts'
import { trayLines } from '../db/queries.ts'
import { type Decision, resolveTray, restoreTray } from '../db/resolveTray.ts'
import type { TrayRow } from '../db/schema.ts'
import type { Id } from '../domain/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { useLive } from './useLive.ts'
import { useTold } from './useTold.ts'

/** Edits that need a person, and what they decide. What was dropped can be taken back. */
export function useTray() {
  const ui = useUi()
  const { t } = useI18n()
  const format = useFormat()
  const told = useTold()
  const { data } = useLive(trayLines)

  async function takeBack(rows: TrayRow[]): Promise<void> {
    const db = currentDb()
    if (db) await told(() => restoreTray(db, rows))
  }

  /** @returns whether it was done */
  async function decide(ids: Id[], decision: Decision): Promise<boolean> {
    const db = currentDb()
    const rows = db && (await told(() => resolveTray(db, ids, decision)))
    if (!rows) return false
    const n = rows.length
    const undo = { label: t('tray.undoDrop'), run: () => void takeBack(rows) }
    if (decision.is === 'drop') ui.toast(t('tray.dropped', { n: format.number(n) }, n), 'plain', undo)
    else ui.toast(t('tray.sent', { n: format.number(n) }, n))
    return true
  }

  return { lines: data, decide }
}
