import { fold } from './fold.ts'
import { columnText, fieldColumn, type ColumnKey } from './rosterColumns.ts'
import type { RosterRow } from './views.ts'

const texts = new WeakMap<RosterRow, Map<string, string>>()

/** Folded text of a row's columns, kept as long as the row object lives. */
function foldedText(row: RosterRow, column: ColumnKey): string {
  let known = texts.get(row)
  if (!known) texts.set(row, (known = new Map<string, string>()))
  let text = known.get(column)
  if (text === undefined) known.set(column, (text = fold(columnText(row, column))))
  return text
}

/** Rows that hold every word of the query, in one column or in any of the searchable ones. */
export function searchRoster(
  rows: readonly RosterRow[],
  query: string,
  column: ColumnKey | 'all',
  columns: readonly string[],
): RosterRow[] {
  const words = fold(query).split(' ').filter(Boolean)
  if (words.length === 0) return [...rows]
  const keys: ColumnKey[] =
    column === 'all' ? ['name', 'discord', 'rank', 'points', ...columns.map(fieldColumn)] : [column]
  return rows.filter((row) => words.every((word) => keys.some((key) => foldedText(row, key).includes(word))))
}
