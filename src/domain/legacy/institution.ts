import { issue, type Issue } from './issues.ts'
import { fieldsOf } from './json.ts'
import type { Steps } from './steps.ts'
import { parseTable, type TableResult } from './table.ts'
import type { IdOf, LegacyPlace } from './types.ts'

/** A file of the data folder: an object with rows, or a bare list of them (`[]` is an institution with nobody in it). */
export function* parseInstitution(value: unknown, place: LegacyPlace, idOf: IdOf): Steps<TableResult> {
  if (Array.isArray(value)) return withWarning(issue('bare_list'), yield* bareList(value as unknown[], place, idOf))
  const file = fieldsOf(value)
  if (!file) return { refused: issue('wrong_shape') }
  const rows = file.get('rows')
  if (!Array.isArray(rows)) return { refused: issue('wrong_shape') }
  const source = {
    columns: file.get('columns'),
    ranks: file.get('ranks') ?? null,
    description: file.get('rankuri_desc'),
    rows: rows as unknown[],
  }
  return yield* parseTable(source, place, idOf)
}

const bareList = (rows: unknown[], place: LegacyPlace, idOf: IdOf): Steps<TableResult> =>
  parseTable({ columns: undefined, ranks: null, description: '', rows }, place, idOf)

function withWarning(warning: Issue, result: TableResult): TableResult {
  return 'refused' in result ? result : { ...result, issues: [warning, ...result.issues] }
}
