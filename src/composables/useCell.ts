import { computed, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { type CellEdit, isCellTouched, leaveCell } from '../domain/cellEdit.ts'
import { formName } from '../domain/formName.ts'
import type { Id } from '../domain/model.ts'
import type { RosterRow, RosterView } from '../domain/views.ts'
import { useFormat } from '../i18n/format.ts'
import { useUi } from '../stores/ui.ts'
import { cellForm } from './forms.ts'
import { useDraft } from './useDraft.ts'

type SetPoints = (row: RosterRow, value: number) => Promise<boolean>

/** Points written straight into the table: one cell at a time, kept as a draft while it holds something of its own. */
export function useCell(institution: Id, view: () => RosterView | null | undefined, set: SetPoints) {
  const finish = useFinish(set)
  const { values } = useDraft(formName('cell', institution), cellForm)
  const cell = computed<CellEdit | null>(() => values.value.cell)
  const rowOf = (id: Id): RosterRow | undefined => view()?.rows.find((row) => row.id === id)

  function open(id: Id): void {
    const [at, row] = [view(), rowOf(id)]
    if (!at || !row) return
    const { name, points } = row
    values.value.cell = { id, name, text: String(points), start: points, period: at.period }
  }

  function write(text: string): void {
    if (values.value.cell) values.value.cell.text = text
  }

  function close(commit: boolean): void {
    const left = cell.value
    values.value.cell = null
    const at = view()
    if (left && at && commit) finish(left, rowOf(left.id), at.period)
  }

  // An untouched cell follows what others do to the points; one that is being written in stays as it is.
  watch(
    () => cell.value && rowOf(cell.value.id)?.points,
    () => cell.value && !isCellTouched(cell.value) && open(cell.value.id),
  )

  return { cell, open, write, close }
}

/** Sets the points of a cell that was left, or says why not. */
function useFinish(set: SetPoints): (left: CellEdit, row: RosterRow | undefined, period: number) => void {
  const { t } = useI18n()
  const format = useFormat()
  const ui = useUi()
  return (left, row, period) => {
    const outcome = leaveCell(left, { period, points: row?.points ?? null })
    if (outcome.is === 'nothing') return
    const told = { name: left.name, n: format.number(outcome.value) }
    if (!row) return ui.toast(t('cell.gone', told), 'bad')
    if (outcome.is === 'set') return void set(row, outcome.value)
    ui.toast(t('cell.moved', told), 'bad', { label: t('cell.setNow'), run: () => void set(row, outcome.value) })
  }
}
