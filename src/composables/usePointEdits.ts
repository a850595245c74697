import { useI18n } from 'vue-i18n'
import { limits } from '../domain/checkOp.ts'
import { chunk } from '../domain/chunk.ts'
import type { Id } from '../domain/model.ts'
import type { RosterRow } from '../domain/views.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { useEdit } from './useEdit.ts'
import { useUndo } from './useUndo.ts'

/** Giving, taking and setting points in one place. Each answers whether it was taken, and offers its undo. */
export function usePointEdits(place: () => { institution: Id; period: number } | null) {
  const { t } = useI18n()
  const format = useFormat()
  const ui = useUi()
  const edit = useEdit()
  const undo = useUndo(place)

  const offerUndo = (text: string): void =>
    ui.toast(text, 'plain', { label: t('points.undo'), run: () => void undo.run('undo') })

  async function give(ids: Id[], delta: number, reason: string, draft?: string): Promise<boolean> {
    const at = place()
    if (!at || ids.length === 0) return false
    const some = chunk(ids, limits.employees)
    const ops = await edit(
      some.map((employees) => ({ kind: 'points.add', ...at, employees, delta, reason })),
      draft,
    )
    const people = t('count.people', { n: format.number(ids.length) }, ids.length)
    if (ops) offerUndo(t('points.given', { delta: format.signed(delta), people }, Math.abs(delta)))
    return ops !== null
  }

  async function set(row: RosterRow, value: number): Promise<boolean> {
    const at = place()
    const ops = at && (await edit([{ kind: 'points.set', ...at, employee: row.id, value, reason: '' }]))
    if (ops && ops.length > 0) offerUndo(t('points.set', { name: row.name, n: format.number(value) }))
    return ops !== null
  }

  return { give, set, undo }
}
