import type { RosterRow } from './views.ts'

/** A column of the roster table: the fixed ones, or an institution's own one. */
export type ColumnKey = 'name' | 'discord' | 'rank' | 'points' | 'touched' | `fields.${string}`

export const fieldColumn = (name: string): ColumnKey => `fields.${name}`

/** The value by which a column is sorted: numbers as numbers, everything else as text. */
export function columnValue(row: RosterRow, column: ColumnKey): string | number | null {
  switch (column) {
    case 'name':
    case 'discord':
    case 'rank':
    case 'points':
    case 'touched':
      return row[column]
    default:
      return row.fields[column.slice('fields.'.length)] ?? ''
  }
}

/** The text in which a column is searched: what people read in the cell. */
export function columnText(row: RosterRow, column: ColumnKey): string {
  if (column === 'rank') return `${row.rank ?? ''} ${row.role ?? ''}`
  return String(columnValue(row, column) ?? '')
}
