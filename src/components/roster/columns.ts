import { fieldColumn, type ColumnKey } from '../../domain/rosterColumns.ts'

export interface RosterColumn {
  key: ColumnKey
  /** Key of the header's text, or the institution's own word for it. */
  label: { key: string } | { text: string }
  /** Width in rem; the name takes what is left. */
  width: number
  end?: boolean
}

/** The columns of an institution's table, in order. */
export function rosterColumns(own: readonly string[]): RosterColumn[] {
  return [
    { key: 'name', label: { key: 'roster.column.name' }, width: 13 },
    { key: 'discord', label: { key: 'roster.column.discord' }, width: 9 },
    { key: 'rank', label: { key: 'roster.column.rank' }, width: 9.5 },
    ...own.map((text): RosterColumn => ({ key: fieldColumn(text), label: { text }, width: 9 })),
    { key: 'points', label: { key: 'roster.column.points' }, width: 6, end: true },
    { key: 'touched', label: { key: 'roster.column.touched' }, width: 8.5 },
  ]
}
