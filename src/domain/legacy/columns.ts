import { archiveColumns } from '../archiveColumns.ts'
import { issue, type Issue } from './issues.ts'
import type { Fields } from './json.ts'
import { columnName, isColumnName } from './names.ts'

/** All columns are an institution's own but those that everyone has. */
export const isOwnColumn = (name: string): boolean => !archiveColumns.has(name)

export interface Columns {
  /** The institution's own columns, as listed, then those that only rows carry. */
  own: string[]
  /** Whether NUME IC is a column of this file at all. */
  hasName: boolean
}

/** The columns of a file: those it lists and those its rows carry. */
export function readColumns(listed: unknown, rows: Fields[], issues: Issue[]): Columns {
  const all = new Set<string>()
  if (Array.isArray(listed)) {
    for (const name of listed as unknown[]) {
      if (typeof name === 'string' && isColumnName(name)) all.add(columnName(name))
      else issues.push(issue('bad_column_name', name))
    }
  } else if (rows.length > 0) issues.push(issue('no_columns'))
  for (const name of rows.flatMap((row) => [...row.keys()])) {
    if (all.has(name) || !isColumnName(name)) continue
    all.add(name)
    if (Array.isArray(listed) && isOwnColumn(name)) issues.push(issue('extra_column', name))
  }
  return { own: [...all].filter(isOwnColumn), hasName: all.has('NUME IC') }
}
