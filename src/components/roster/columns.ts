import { fieldColumn, type ColumnKey } from '../../domain/rosterColumns.ts'

export interface RosterColumn {
  key: ColumnKey
  /** Key of the header's text, or the institution's own word for it. */
  label: { key: string } | { text: string }
  /** Width in rem; the name takes what is left. */
  width: number
  end?: boolean
}

const name: RosterColumn = { key: 'name', label: { key: 'roster.column.name' }, width: 13 }
const discord: RosterColumn = { key: 'discord', label: { key: 'roster.column.discord' }, width: 8.5 }
const rank: RosterColumn = { key: 'rank', label: { key: 'roster.column.rank' }, width: 10 }
const points: RosterColumn = { key: 'points', label: { key: 'roster.column.points' }, width: 6.5, end: true }
const touched: RosterColumn = { key: 'touched', label: { key: 'roster.column.touched' }, width: 8 }

/** The columns of an institution's table, in order; on a narrow screen what is needed most comes before what is scrolled to. */
export function rosterColumns(own: readonly string[], narrow: boolean): RosterColumn[] {
  const fields = own.map((text): RosterColumn => ({ key: fieldColumn(text), label: { text }, width: 8 }))
  return narrow ? [name, rank, points, discord, ...fields, touched] : [name, discord, rank, ...fields, points, touched]
}
