import { computed, ref, watch } from 'vue'
import type { Id } from '../domain/model.ts'
import type { ColumnKey } from '../domain/rosterColumns.ts'
import { searchRoster } from '../domain/rosterSearch.ts'
import { defaultSort, nextSort, sortRoster, type Sort } from '../domain/rosterSort.ts'
import { keepExisting } from '../domain/selection.ts'
import type { RosterView } from '../domain/views.ts'

/** Search, order and selection of one roster. What the filter hides stays selected, and is counted. */
export function useRosterFilter(view: () => RosterView | null | undefined) {
  const query = ref('')
  const column = ref<ColumnKey | 'all'>('all')
  const sort = ref<Sort>(defaultSort)
  const selected = ref<ReadonlySet<Id>>(new Set())

  const all = computed(() => view()?.rows ?? [])
  const rows = computed(() =>
    sortRoster(searchRoster(all.value, query.value, column.value, view()?.columns ?? []), sort.value),
  )
  const picked = computed(() =>
    sortRoster(
      all.value.filter((row) => selected.value.has(row.id)),
      sort.value,
    ),
  )
  const hidden = computed(() => {
    const shown = new Set(rows.value.map((row) => row.id))
    return picked.value.filter((row) => !shown.has(row.id)).length
  })
  const points = computed(() => rows.value.reduce((sum, row) => sum + row.points, 0))

  watch(all, (now) => (selected.value = keepExisting(selected.value, new Set(now.map((row) => row.id)))))

  const sortBy = (by: ColumnKey): void => void (sort.value = nextSort(sort.value, by))
  const clear = (): void => void (selected.value = new Set())

  return { query, column, sort, selected, rows, picked, hidden, points, sortBy, clear }
}
