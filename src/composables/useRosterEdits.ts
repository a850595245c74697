import { useI18n } from 'vue-i18n'
import type { Intent } from '../db/mutate.ts'
import { createOf, editOf, type EmployeeForm } from '../domain/employeeDraft.ts'
import type { Id } from '../domain/model.ts'
import type { RosterRow, RosterView } from '../domain/views.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { useEdit } from './useEdit.ts'
import { usePointEdits } from './usePointEdits.ts'

type IntentOf = (institution: Id, row: RosterRow) => Intent

const removal: IntentOf = (institution, { id: employee, rev: seen }) => {
  return { kind: 'employee.delete', institution, employee, seen, after: [] }
}

const moveTo =
  (to: Id): IntentOf =>
  (institution, { id: employee, rev: seen }) => {
    return { kind: 'employee.move', institution, employee, to, seen, after: [] }
  }

/** Every edit of one roster. Each answers whether it was taken. */
export function useRosterEdits(view: () => RosterView | null | undefined) {
  const { t } = useI18n()
  const format = useFormat()
  const ui = useUi()
  const edit = useEdit()
  const points = usePointEdits(() => {
    const at = view()
    return at ? { institution: at.institution.id, period: at.period } : null
  })

  async function save(form: EmployeeForm, draft?: string): Promise<boolean> {
    const institution = view()?.institution.id
    if (institution === undefined) return false
    const body = form.base ? editOf(institution, form) : createOf(institution, form)
    return body === null || (await edit([body], draft)) !== null
  }

  /** One op for each of them. */
  async function forEach(rows: RosterRow[], intent: IntentOf, draft?: string): Promise<boolean> {
    const institution = view()?.institution.id
    if (institution === undefined) return false
    const intents = rows.map((row) => intent(institution, row))
    return (await edit(intents, draft)) !== null
  }

  async function remove(rows: RosterRow[]): Promise<boolean> {
    const isTaken = await forEach(rows, removal)
    if (isTaken) ui.toast(t('remove.done', { n: format.number(rows.length) }, rows.length))
    return isTaken
  }

  /** To another institution, with their points. */
  async function move(rows: RosterRow[], to: { id: Id; name: string }, draft?: string): Promise<boolean> {
    const isTaken = await forEach(rows, moveTo(to.id), draft)
    if (isTaken) ui.toast(t('move.done', { n: format.number(rows.length), name: to.name }, rows.length))
    return isTaken
  }

  return { ...points, save, remove, move }
}
