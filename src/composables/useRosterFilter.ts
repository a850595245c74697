import { computed, onBeforeUnmount, ref, watch } from 'vue'
import { formName } from '../domain/formName.ts'
import type { Id } from '../domain/model.ts'
import type { ColumnKey } from '../domain/rosterColumns.ts'
import { rosterSearch } from '../domain/rosterSearch.ts'
import { defaultSort, nextSort, type Sort } from '../domain/rosterSort.ts'
import { keepExisting } from '../domain/selection.ts'
import type { RosterView } from '../domain/views.ts'
import { filterForm } from './forms.ts'
import { useDraft } from './useDraft.ts'
import { useSortedRows } from './useSortedRows.ts'
import { whenIdle } from './whenIdle.ts'

/**
 * Search, order and selection of one roster. What the filter hides stays selected, and is counted. Search and selection are
 * there again after a reload; going to another page ends them.
 */
export function useRosterFilter(institution: Id, view: () => RosterView | null | undefined) {
  const { values, drop } = useDraft(formName('roster', institution), filterForm)
  const query = computed({ get: () => values.value.query, set: (text) => (values.value.query = text) })
  const column = computed({ get: () => values.value.column, set: (key) => (values.value.column = key) })
  const selected = computed<ReadonlySet<Id>>({
    get: () => new Set(values.value.selected),
    set: (ids) => (values.value.selected = [...ids]),
  })
  const sort = ref<Sort>(defaultSort)
  onBeforeUnmount(drop)

  const all = computed(() => view()?.rows ?? [])
  const columns = computed(() => view()?.columns ?? [])
  // In order first: a key press in the search only leaves rows out.
  const { sorted, point } = useSortedRows(() => all.value, sort)
  const search = rosterSearch()
  const rows = computed(() => search.find(sorted.value, query.value, column.value, columns.value))
  // Mostly nobody is: then ten thousand rows are not looked at.
  const picked = computed(() => {
    const ids = selected.value
    return ids.size === 0 ? [] : sorted.value.filter((row) => ids.has(row.id))
  })
  const hidden = computed(() => {
    if (picked.value.length === 0) return 0
    const shown = new Set(rows.value.map((row) => row.id))
    return picked.value.filter((row) => !shown.has(row.id)).length
  })
  const points = computed(() => rows.value.reduce((sum, row) => sum + row.points, 0))

  watch(all, (now) => {
    if (selected.value.size === 0) return
    const kept = keepExisting(selected.value, new Set(now.map((row) => row.id)))
    if (kept !== selected.value) selected.value = kept
  })

  // Ready before the first key press, without holding up what is on the screen.
  whenIdle(sorted, (hasTime) => search.prepare(sorted.value, columns.value, hasTime))

  const sortBy = (by: ColumnKey): void => void (sort.value = nextSort(sort.value, by))
  const clear = (): void => void (selected.value = new Set())

  return { query, column, sort, selected, rows, picked, hidden, points, sortBy, clear, point }
}
