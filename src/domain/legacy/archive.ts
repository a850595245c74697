import { issue, type Issue } from './issues.ts'
import { fieldsOf, type Fields } from './json.ts'
import { nameKey, isCleanText, nameFromFile } from './names.ts'
import type { Located } from './path.ts'
import type { Steps } from './steps.ts'
import { parseTable } from './table.ts'
import { parseLegacyTime } from './time.ts'
import type { ArchiveFacts, IdOf, LegacyTable } from './types.ts'

export interface ParsedArchive extends ArchiveFacts {
  table: LegacyTable
  issues: Issue[]
}

/** A file of the archive folder, written before a reset. What it says of itself must agree with where it stands. */
export function* parseArchive(value: unknown, located: Located, idOf: IdOf): Steps<ParsedArchive | { refused: Issue }> {
  const file = fieldsOf(value)
  const rows = file?.get('rows')
  if (!file || !Array.isArray(rows)) return { refused: issue('wrong_shape') }
  const other = otherPlace(file, located)
  if (other !== null) return { refused: issue('name_mismatch', other) }
  const issues: Issue[] = []
  const at = timeOf(file.get('archived_at'), located.stamp, issues)
  if (at === null) return { refused: issue('no_time') }
  const source = { columns: file.get('columns'), ranks: file.get('ranks'), description: '', rows: rows as unknown[] }
  const result = yield* parseTable(source, located, idOf)
  if ('refused' in result) return result
  const count = file.get('employee_count')
  if (count !== undefined && Number(count) !== rows.length) issues.push(issue('count_differs', count))
  return {
    at,
    resetBy: plainText(file.get('reset_by')),
    discordId: plainText(file.get('discord_id')),
    document: null,
    table: result.table,
    issues: [...issues, ...result.issues],
  }
}

/** The place the archive names, where it is not the one of its path; a place it does not name is no contradiction. */
function otherPlace(file: Fields, located: Located): string | null {
  for (const key of ['city', 'institution'] as const) {
    const value = file.get(key)
    if (value === undefined || value === '') continue
    const name = typeof value === 'string' ? nameFromFile(value) : null
    if (name === null || nameKey(name) !== nameKey(located[key]))
      return typeof value === 'string' ? value : typeof value
  }
  return null
}

function timeOf(written: unknown, stamp: string, issues: Issue[]): number | null {
  const named = parseLegacyTime(stamp)
  const time = parseLegacyTime(written)
  if (time === 'bad') issues.push(issue('bad_time', written))
  if (typeof time !== 'object') {
    if (typeof named !== 'object') return null
    issues.push(issue('time_from_name'))
    if (named.doubt) issues.push(issue(named.doubt, stamp))
    return named.at
  }
  if (time.doubt) issues.push(issue(time.doubt, written))
  const sameSecond = typeof named === 'object' && Math.floor(named.at / 1000) === Math.floor(time.at / 1000)
  if (!sameSecond) issues.push(issue('time_differs', written))
  return time.at
}

const plainText = (value: unknown): string =>
  (typeof value === 'string' && isCleanText(value.trim())) || Number.isSafeInteger(value) ? String(value).trim() : ''
