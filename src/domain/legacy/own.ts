import type { OwnArchive, OwnExport, OwnRoster } from '../ownExport.ts'
import type { ExportedPerson } from '../rosterExport.ts'
import { issue, levelOf, type Issue } from './issues.ts'
import { isCleanText, isId, nameKey } from './names.ts'
import type { Located } from './path.ts'
import type { Steps } from './steps.ts'
import { parseTable, type TableSource } from './table.ts'
import { parseLegacyTime } from './time.ts'
import type { ArchiveFacts, IdOf, LegacyPlace, LegacyTable } from './types.ts'

export type Read =
  | { refused: Issue[]; located: Located | null }
  | { located: Located; table: LegacyTable; archive: ArchiveFacts | null; issues: Issue[] }

/** A file of this app as the plan takes it: what it is about it says itself, and its people keep their ids. */
export function* readOwn(own: OwnExport, idOf: IdOf): Steps<Read> {
  switch (own.is) {
    case 'unsent':
      return { refused: [issue('unsent_edits')], located: null }
    case 'table':
      return { refused: [issue('only_to_read')], located: null }
    case 'unknown':
      return { refused: [issue('other_version', own.version)], located: null }
    case 'roster':
      return yield* readRoster(own, idOf)
    case 'archive':
      return yield* readArchive(own, idOf)
  }
}

function* readRoster(own: OwnRoster, idOf: IdOf): Steps<Read> {
  const located = placed('institution', own, '')
  if ('refused' in located) return located
  const columns = Array.isArray(own.columns) ? (own.columns as unknown[]) : []
  const source: TableSource = {
    columns: ['NUME IC', 'DISCORD', ...columns],
    ranks: own.ranks ?? null,
    description: '',
    rows: own.people.map(rowOf),
    ids: own.people.map((person) => (isObject(person) ? person['id'] : null)),
  }
  const result = yield* parseTable(source, located, idOf)
  return 'refused' in result
    ? { refused: [result.refused], located }
    : { located, table: result.table, archive: null, issues: result.issues }
}

/** A person as a row of the old program's columns; what is no person stays what it is, and is refused as a row. */
function rowOf(person: unknown): unknown {
  if (!isObject(person)) return person
  const { name, discord, rank, points, fields }: Partial<Record<keyof ExportedPerson, unknown>> = person
  return { ...(isObject(fields) ? fields : {}), 'NUME IC': name, DISCORD: discord, RANK: rank, PUNCTAJ: points }
}

/** All or nothing: an archive with a row less would be another week. */
function* readArchive(own: OwnArchive, idOf: IdOf): Steps<Read> {
  const { document } = own
  const ids = isObject(document['ids']) ? document['ids'] : {}
  const id = isId(ids['archive']) ? ids['archive'] : null
  const located = placed('archive', own, String(id ?? document['archived_at']))
  if ('refused' in located) return located
  const time = parseLegacyTime(document['archived_at'])
  if (typeof time !== 'object') return { refused: [issue('no_time')], located }
  const { columns, ranks } = document
  const employees = Array.isArray(ids['employees']) ? (ids['employees'] as unknown[]) : []
  const result = yield* parseTable({ columns, ranks, description: '', rows: own.rows, ids: employees }, located, idOf)
  if ('refused' in result) return { refused: [result.refused], located }
  const bad = result.issues.filter(({ code }) => levelOf(code) === 'row')
  if (bad.length > 0) return { refused: [issue('export_damaged'), ...bad], located }
  const archive = { at: time.at, ...authorOf(document), document: { id, json: document } }
  return { located, table: result.table, archive, issues: result.issues }
}

const authorOf = (document: Record<string, unknown>) => ({
  resetBy: textOf(document['reset_by']),
  discordId: textOf(document['discord_id']),
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function placed(
  kind: Located['kind'],
  { city, institution }: LegacyPlace,
  stamp: string,
): Located | { refused: Issue[]; located: null } {
  const name = [city, institution].find((text) => nameKey(text) === '' || !isCleanText(text))
  if (name !== undefined) return { refused: [issue('bad_name', name)], located: null }
  return { kind, city: city.trim(), institution: institution.trim(), stamp, twin: '' }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
