import { parseArchive, type ParsedArchive } from './archive.ts'
import { parseInstitution } from './institution.ts'
import { issue, levelOf, type Issue } from './issues.ts'
import { parseJson } from './json.ts'
import { locate, type Located } from './path.ts'
import type { FileReport, IdOf, LegacyFile, LegacyTable } from './types.ts'

/** One file on its way into the plan; later steps may still refuse it. */
export interface ReadFile {
  report: FileReport
  located: Located | null
  content: { table: LegacyTable; archive: ParsedArchive | null } | null
}

/** Reads one file by itself. The result is `taken` or `refused`; what depends on other files is decided later. */
export function readFile(file: LegacyFile, idOf: IdOf): ReadFile {
  const located = locate(file.path)
  if ('refused' in located) return refusedFile(file.path, null, located.refused)
  if ('unreadable' in file) return refusedFile(file.path, located, issue(file.unreadable))
  if (located.kind === 'after_reset') return { report: blankReport(file.path, located), located, content: null }
  const parsed = parseJson(file.text)
  if ('refused' in parsed) return refusedFile(file.path, located, parsed.refused)
  const archive = located.kind === 'archive' ? parseArchive(parsed.value, located, idOf) : null
  const result = archive ?? parseInstitution(parsed.value, located, idOf)
  if ('refused' in result) return refusedFile(file.path, located, result.refused)
  const content = { table: result.table, archive: archive && 'at' in archive ? archive : null }
  return { report: takenReport(file.path, located, result.table, result.issues), located, content }
}

/** Turns a file that looked fine into a refused one: nothing of it is taken. */
export function refuse(file: ReadFile, why: Issue): void {
  const { path, kind } = file.report
  file.report = { path, kind, outcome: 'refused', taken: 0, refused: 0, points: 0, issues: [why] }
  file.content = null
}

function refusedFile(path: string, located: Located | null, why: Issue): ReadFile {
  const file: ReadFile = { report: blankReport(path, located), located, content: null }
  refuse(file, why)
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
