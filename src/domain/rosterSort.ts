import { columnValue, type ColumnKey } from './rosterColumns.ts'
import type { RosterRow } from './views.ts'

export interface Sort {
  by: ColumnKey
  down: boolean
}

export const defaultSort: Sort = { by: 'points', down: true }

const collator = new Intl.Collator('ro', { numeric: true, sensitivity: 'base' })

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}

const isBlank = (value: string | number | null): boolean => value === null || value === ''

/** Sorted copy. Blank cells come last in both directions; equal ones stand by name, then by id, so that rows never jump. */
export function sortRoster(rows: readonly RosterRow[], { by, down }: Sort): RosterRow[] {
  return [...rows].sort((a, b) => {
    const x = columnValue(a, by)
    const y = columnValue(b, by)
    if (isBlank(x) || isBlank(y)) return Number(isBlank(x)) - Number(isBlank(y)) || compareNames(a, b)
    return (down ? compare(y, x) : compare(x, y)) || compareNames(a, b)
  })
}

function compareNames(a: RosterRow, b: RosterRow): number {
  return collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1)
}

/** The rows in the order that they had; who was not among them stands last. */
export function keepOrder(rows: readonly RosterRow[], before: readonly RosterRow[]): RosterRow[] {
  const left = new Map(rows.map((row) => [row.id, row]))
  const kept: RosterRow[] = []
  for (const { id } of before) {
    const row = left.get(id)
    if (row && left.delete(id)) kept.push(row)
  }
  return [...kept, ...left.values()]
}

/** A click on a column's header: the other direction, or the direction people expect first of a new column. */
export function nextSort(sort: Sort, by: ColumnKey): Sort {
  if (sort.by === by) return { by, down: !sort.down }
  return { by, down: by === 'points' || by === 'touched' || by === 'rank' }
}
