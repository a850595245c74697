import { ownExport } from '../ownExport.ts'
import { parseArchive } from './archive.ts'
import { parseInstitution } from './institution.ts'
import { issue, levelOf, type Issue } from './issues.ts'
import { fieldsOf, parseJson } from './json.ts'
import { type Read, readOwn } from './own.ts'
import { locate, type Located } from './path.ts'
import type { Steps } from './steps.ts'
import type { ArchiveFacts, FileReport, IdOf, LegacyFile, LegacyTable } from './types.ts'

/** One file on its way into the plan; later steps may still refuse it. */
export interface ReadFile {
  report: FileReport
  located: Located | null
  content: { table: LegacyTable; archive: ArchiveFacts | null } | null
}

/** Reads one file by itself. The result is `taken` or `refused`; what depends on other files is decided later. */
export function* readFile(file: LegacyFile, idOf: IdOf): Steps<ReadFile> {
  const { path } = file
  const where = locate(path, file.place)
  const located = 'refused' in where ? null : where
  if ('refused' in where && !path.endsWith('.json')) return refusedFile(path, null, where.refused)
  if ('unreadable' in file) return refusedFile(path, located, issue(file.unreadable))
  if (located?.kind === 'after_reset') return { report: blankReport(path, located), located, content: null }
  const parsed = parseJson(file.text)
  if ('refused' in parsed) return refusedFile(path, located, parsed.refused)
  const own = ownExport(parsed.value)
  if (own) return ownFile(path, yield* readOwn(own, idOf))
  if ('refused' in where) return refusedFile(path, null, where.refused)
  return yield* legacyFile(file, where, parsed.value, idOf)
}

function* legacyFile(file: LegacyFile, located: Located, value: unknown, idOf: IdOf): Steps<ReadFile> {
  const { path } = file
  // Somebody said whose it is; when it was made only its name can tell.
  const isUnnamed = file.place && located.kind === 'institution' && fieldsOf(value)?.has('archived_at')
  if (isUnnamed) return refusedFile(path, located, issue('archive_name'))
  const archive = located.kind === 'archive' ? yield* parseArchive(value, located, idOf) : null
  const result = archive ?? (yield* parseInstitution(value, located, idOf))
  if ('refused' in result) return refusedFile(path, located, result.refused)
  const content = { table: result.table, archive: archive && 'at' in archive ? archive : null }
  return { report: takenReport(path, located, result.table, result.issues), located, content }
}

function ownFile(path: string, read: Read): ReadFile {
  const { located } = read
  if ('refused' in read) return refusedFile(path, located, ...read.refused)
  const { table, archive, issues } = read
  return { report: takenReport(path, read.located, table, issues), located, content: { table, archive } }
}

/** Turns a file that looked fine into a refused one: nothing of it is taken. */
export function refuse(file: ReadFile, ...why: Issue[]): void {
  const { path, kind } = file.report
  file.report = { path, kind, outcome: 'refused', taken: 0, refused: 0, points: 0, issues: why }
  file.content = null
}

function refusedFile(path: string, located: Located | null, ...why: Issue[]): ReadFile {
  const file: ReadFile = { report: blankReport(path, located), located, content: null }
  refuse(file, ...why)
  return file
}

const blankReport = (path: string, located: Located | null): FileReport => ({
  path,
  kind: located?.kind ?? 'other',
  outcome: 'taken',
  taken: 0,
  refused: 0,
  points: 0,
  issues: [],
})

const takenReport = (path: string, located: Located, table: LegacyTable, issues: Issue[]): FileReport => ({
  ...blankReport(path, located),
  taken: table.employees.length,
  refused: issues.filter(({ code }) => levelOf(code) === 'row').length,
  points: table.employees.reduce((sum, { points }) => sum + points, 0),
  issues,
})
