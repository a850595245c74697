import { useI18n } from 'vue-i18n'
import type { Intent } from '../db/mutate.ts'
import { chunk } from '../domain/chunk.ts'
import { limits } from '../domain/checkOp.ts'
import { editOf, type EmployeeDraft } from '../domain/employeeDraft.ts'
import type { Id } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import type { RosterRow, RosterView } from '../domain/views.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { useEdit } from './useEdit.ts'
import { useUndo } from './useUndo.ts'

/** Every edit of one roster. Each answers whether it was taken. */
export function useRosterEdits(view: () => RosterView | null | undefined) {
  const { t } = useI18n()
  const format = useFormat()
  const ui = useUi()
  const edit = useEdit()
  const place = () => {
    const at = view()
    return at ? { institution: at.institution.id, period: at.period } : null
  }
  const undo = useUndo(place)

  const offerUndo = (text: string): void =>
    ui.toast(text, 'plain', { label: t('points.undo'), run: () => void undo.undo() })

  async function write(intents: Intent[]): Promise<Op[] | null> {
    const ops = await edit(intents)
    if (ops) undo.record(ops)
    return ops
  }

  async function give(ids: Id[], delta: number, reason: string): Promise<boolean> {
    const at = place()
    if (!at || ids.length === 0) return false
    const ops = await write(
      chunk(ids, limits.employees).map((employees) => ({ kind: 'points.add', ...at, employees, delta, reason })),
    )
    const people = t('count.people', { n: format.number(ids.length) }, ids.length)
    if (ops) offerUndo(t('points.given', { delta: format.signed(delta), people }))
    return ops !== null
  }

  async function set(row: RosterRow, value: number): Promise<boolean> {
    const at = place()
    const ops = at && (await write([{ kind: 'points.set', ...at, employee: row.id, value, reason: '' }]))
    if (ops && ops.length > 0) offerUndo(t('points.set', { name: row.name, n: format.number(value) }))
    return ops !== null
  }

  async function save(row: RosterRow | null, draft: EmployeeDraft): Promise<boolean> {
    const institution = view()?.institution.id
    if (institution === undefined) return false
    const intent: Intent | null = row
      ? editOf(institution, row, draft)
      : { kind: 'employee.create', institution, employee: crypto.randomUUID(), ...draft }
    return intent === null || (await edit([intent])) !== null
  }

  async function remove(rows: RosterRow[]): Promise<boolean> {
    const institution = view()?.institution.id
    if (institution === undefined) return false
    const ops = await edit(
      rows.map(({ id, rev }) => ({ kind: 'employee.delete', institution, employee: id, seen: rev, after: [] })),
    )
    if (ops) ui.toast(t('remove.done', { n: format.number(rows.length) }, rows.length))
    return ops !== null
  }

  return { give, set, save, remove }
}
