import { useI18n } from 'vue-i18n'
import type { Intent } from '../db/mutate.ts'
import { editOf, type EmployeeDraft } from '../domain/employeeDraft.ts'
import type { RosterRow, RosterView } from '../domain/views.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { useEdit } from './useEdit.ts'
import { usePointEdits } from './usePointEdits.ts'

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

  return { ...points, save, remove }
}
