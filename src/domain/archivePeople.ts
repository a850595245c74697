import { byPoints } from './byPoints.ts'
import { archiveColumns } from './archiveColumns.ts'
import type { Id } from './model.ts'

type Cell = string | number | boolean | null

/** The part of an archive's document that names its people; rows are keyed by the old program's column names. */
export interface ArchivedRows {
  columns: string[]
  rows: Record<string, Cell>[]
  ids: unknown
}

export interface ArchivedPerson {
  /** Null in documents of the old program. */
  id: Id | null
  name: string
  discord: string
  rank: string
  role: string
  points: number
  /** When the row was touched last, as its document writes it. */
  touched: string
  fields: Record<string, string>
}

/** The institution's own columns in a document, in order. */
export const archivedColumns = ({ columns }: ArchivedRows): string[] =>
  columns.filter((column) => !archiveColumns.has(column))

/** `ids.employees` holds the people's ids in the order of the rows. */
function idsOf({ ids }: ArchivedRows): unknown[] {
  const employees: unknown = typeof ids === 'object' && ids !== null && 'employees' in ids ? ids.employees : null
  return Array.isArray(employees) ? employees : []
}

/** Whether a row names somebody: the old program also kept blank ones. */
export const isNamed = ({ name, discord }: { name: string; discord: string }): boolean => name !== '' || discord !== ''

/** The people of an archive, most points first. */
export function archivePeople(doc: ArchivedRows): ArchivedPerson[] {
  const ids = idsOf(doc)
  const own = archivedColumns(doc)
  const people = doc.rows.map((row, place): ArchivedPerson => {
    const text = (column: string): string => String(row[column] ?? '')
    const id: unknown = ids[place]
    const points = Number(row['PUNCTAJ'] ?? 0)
    return {
      id: typeof id === 'string' ? id : null,
      name: text('NUME IC'),
      discord: text('DISCORD'),
      rank: text('RANK'),
      role: text('ROLE'),
      points: Number.isFinite(points) ? points : 0,
      touched: text('ULTIMA_MOD'),
      fields: Object.fromEntries(own.map((column) => [column, text(column)])),
    }
  })
  return people.sort(byPoints)
}
