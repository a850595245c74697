import type { LegacyEmployee, PlannedArchive } from './types.ts'

/** An archive as this program writes them: what the old program wrote, in texts, and what it left out (DESIGN: schema 2). */
export interface ArchiveDocument {
  archived_at: string
  city: string
  institution: string
  reset_by: string
  discord_id: string
  columns: string[]
  ranks: Record<string, string>
  rows: Record<string, string>[]
  entries: []
  employee_count: number
  total_points: number
  kind: 'import'
  schema: 2
  /** Of the rows, in their order. */
  ids: { archive: string; institution: string; employees: string[] }
}

/**
 * The document of an archive; the same archive always gives the same one. One that this app wrote goes as it is, under the
 * ids that its people have here.
 */
export function archiveDocument(archive: PlannedArchive): ArchiveDocument | Record<string, unknown> {
  const { document } = archive
  if (!document) return legacyDocument(archive)
  const { ids, ...rest } = document.json
  return { ...rest, ids: { ...(ids as object), ...idsOf(archive) } }
}

const idsOf = ({ id, institutionId, employees }: PlannedArchive): ArchiveDocument['ids'] => ({
  archive: id,
  institution: institutionId,
  employees: employees.map((person) => person.id),
})

function legacyDocument(archive: PlannedArchive): ArchiveDocument {
  const { city, institution, at, resetBy, discordId, columns, ranks, employees } = archive
  return {
    archived_at: isoSecond(at),
    city,
    institution,
    reset_by: resetBy,
    discord_id: discordId,
    columns: ['DISCORD', 'NUME IC', ...columns, 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'],
    ranks,
    rows: employees.map((person) => rowOf(person, columns)),
    entries: [],
    employee_count: employees.length,
    total_points: employees.reduce((sum, { points }) => sum + points, 0),
    kind: 'import',
    schema: 2,
    ids: idsOf(archive),
  }
}

const rowOf = (person: LegacyEmployee, columns: string[]): Record<string, string> =>
  Object.fromEntries([
    ['DISCORD', person.discord],
    ['NUME IC', person.name],
    ...columns.map((column) => [column, person.fields[column] ?? '']),
    ['RANK', person.rank === null ? '' : String(person.rank)],
    ['ROLE', person.role],
    ['PUNCTAJ', String(person.points)],
    ['ULTIMA_MOD', person.at === null ? '' : isoSecond(person.at)],
  ]) as Record<string, string>

const isoSecond = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
