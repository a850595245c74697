import { readColumns } from './columns.ts'
import { identify, type NumberedRow } from './identify.ts'
import { issue, type Issue } from './issues.ts'
import { fieldsOf, type Fields } from './json.ts'
import { columnName } from './names.ts'
import { parseRanks, ranksFromRows, type Ranks } from './ranks.ts'
import { parseRow, type LegacyRow } from './row.ts'
import { rowsPerStep, type Steps } from './steps.ts'
import type { IdOf, LegacyPlace, LegacyTable } from './types.ts'

const maxRows = 20_000
const maxColumns = 50

export interface TableSource {
  columns: unknown
  ranks: unknown
  description: unknown
  rows: unknown[]
  /** Ids that the rows bring along, in their order. */
  ids?: unknown[]
}

export type TableResult = { table: LegacyTable; issues: Issue[] } | { refused: Issue }

/** Columns, ranks and people of one file. A row that cannot be taken becomes an issue, the others are taken. */
export function* parseTable(source: TableSource, place: LegacyPlace, idOf: IdOf): Steps<TableResult> {
  if (source.rows.length > maxRows) return { refused: issue('too_many_rows') }
  const issues: Issue[] = []
  const maps = source.rows.map(trimmedFields)
  const columns = readColumns(
    source.columns,
    maps.filter((row) => row !== null),
    issues,
  )
  if (columns.own.length > maxColumns) return { refused: issue('too_many_columns') }
  const rows = yield* takeRows(maps, issues)
  if (rows.length > 0 && !columns.hasName) issues.push(issue('no_name_column'))
  const ranks = ranksOf(
    source,
    rows.map(({ row }) => row),
    issues,
  )
  if (Object.keys(ranks).length > maxColumns) return { refused: issue('too_many_columns') }
  for (const { row, number } of rows) checkRole(row, number, ranks, issues)
  const employees = yield* identify(rows, place, idOf, issues, source.ids)
  return { table: { columns: columns.own, ranks, employees }, issues }
}

/** A row by trimmed column name; two columns that become one leave a name no column may have, so the row is refused. */
function trimmedFields(value: unknown): Fields | null {
  const fields = fieldsOf(value)
  if (!fields) return null
  const trimmed = new Map<string, unknown>()
  for (const [name, field] of fields) {
    const clean = columnName(name)
    trimmed.set(trimmed.has(clean) ? '' : clean, field)
  }
  return trimmed
}

function* takeRows(maps: (Fields | null)[], issues: Issue[]): Steps<NumberedRow[]> {
  const rows: NumberedRow[] = []
  for (const [index, map] of maps.entries()) {
    const row = parseRow(map, index + 1, issues)
    if (row) rows.push({ number: index + 1, row })
    if (index % rowsPerStep === rowsPerStep - 1) yield
  }
  return rows
}

function ranksOf(source: TableSource, rows: LegacyRow[], issues: Issue[]): Ranks {
  const ranks = parseRanks(source.ranks, source.description, issues)
  if (Object.keys(ranks).length > 0) return ranks
  const fromRows = ranksFromRows(rows)
  // An archive never had a map of its own: only for an institution is this worth a word.
  if (Object.keys(fromRows).length > 0 && source.ranks !== undefined) issues.push(issue('ranks_from_rows'))
  return fromRows
}

function checkRole(row: LegacyRow, number: number, ranks: Ranks, issues: Issue[]): void {
  if (row.rank === null) {
    if (row.role !== '') issues.push(issue('role_mismatch', row.role, number))
    return
  }
  const role = Object.hasOwn(ranks, row.rank) ? ranks[row.rank] : undefined
  if (role === undefined) issues.push(issue('rank_unknown', row.rank, number))
  else if (row.role !== '' && role !== row.role) issues.push(issue('role_mismatch', row.role, number))
}
