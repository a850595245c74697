import { errors, isCode } from '../../src/domain/errors.ts'
import type { Fate } from '../../src/domain/legacy/fate.ts'
import { type Issue, issueText, levelOf } from '../../src/domain/legacy/issues.ts'
import type { FileReport, LegacyPlan } from '../../src/domain/legacy/types.ts'
import type { Sent } from './sent.ts'
import { alignTable } from './table.ts'

/** Issues of one file that are printed one by one; a broken export may have thousands. */
const issuesShown = 20

/** What was found in the files and what became of it, as lines for a terminal. `sent` is null before anything was sent. */
export function reportLines(plan: LegacyPlan, sent: Sent[] | null): string[] {
  const fates = new Map(sent?.map(({ kind, id, fate }) => [`${kind} ${id}`, fate]))
  const rows = plan.files.map((file) => {
    const found = sent ? fatesOf(plan, file, fates) : []
    const lost = found.filter(({ is }) => is === 'refused').length
    const whole = file.kind === 'archive' && lost > 0 ? file.taken : lost
    return [
      file.path,
      String(file.taken - whole),
      String(file.refused + whole),
      String(file.points),
      noteOf(file, found, sent),
    ]
  })
  return [
    ...alignTable(['file', 'taken', 'refused', 'points', 'what'], rows, [1, 2, 3]),
    ...detailLines(plan.files),
    '',
    ...totalLines(plan, sent),
  ]
}

/** What became of a file's people, or of the archive it is. */
function fatesOf(plan: LegacyPlan, file: FileReport, fates: Map<string, Fate>): Fate[] {
  const place = plan.institutions.find(({ path }) => path === file.path)
  const archive = plan.archives.find(({ path }) => path === file.path)
  const keys = [
    ...(place?.employees.map(({ id }) => `employee ${id}`) ?? []),
    ...(archive ? [`archive ${archive.id}`] : []),
  ]
  return keys.flatMap((key) => fates.get(key) ?? [])
}

const words = {
  added: 'added',
  there: 'already there',
  differs: 'already there and differs: not changed',
  refused: 'refused by the cloud',
}

function noteOf(file: FileReport, fates: Fate[], sent: Sent[] | null): string {
  if (file.outcome === 'refused') return `refused: ${file.issues.map(issueText).join('; ')}`
  if (file.outcome === 'zeros') return 'zeros after a reset: the file before it counts'
  if (file.outcome === 'repeated') return file.issues.map(issueText).join('; ')
  const warnings = file.issues.filter(({ code }) => levelOf(code) === 'warning').length
  const notes = sent ? fateNotes(fates, file.kind === 'archive') : []
  return [...notes, ...(warnings > 0 ? [count(warnings, 'warning', 'warnings')] : [])].join(', ')
}

function fateNotes(fates: Fate[], isArchive: boolean): string[] {
  const codes = new Set(fates.flatMap((fate) => (fate.is === 'refused' ? [fate.code] : [])))
  const reasons = [...codes].map((code) => (isCode(code) ? errors[code].en.why : code))
  const notes = (['added', 'there', 'differs', 'refused'] as const).flatMap((is) => {
    const n = fates.filter((fate) => fate.is === is).length
    return n > 0 ? [isArchive ? words[is] : `${n} ${words[is]}`] : []
  })
  return [...notes, ...reasons]
}

function detailLines(files: FileReport[]): string[] {
  return files.flatMap((file) => {
    const issues = file.outcome === 'taken' ? file.issues : []
    const lines = issues.slice(0, issuesShown).map(issueLine)
    if (issues.length > issuesShown) lines.push(`  … and ${issues.length - issuesShown} more`)
    return lines.length > 0 ? ['', file.path, ...lines] : []
  })
}

const issueLine = (issue: Issue): string =>
  `  ${issue.row === null ? '' : `row ${issue.row}: `}${levelOf(issue.code) === 'row' ? 'refused: ' : ''}${issueText(issue)}`

function totalLines(plan: LegacyPlan, sent: Sent[] | null): string[] {
  const files = plan.files.filter(({ outcome }) => outcome === 'refused').length
  const rows = plan.files.reduce((sum, { refused }) => sum + refused, 0)
  const lost = `${count(files, 'file', 'files')} and ${count(rows, 'row', 'rows')} refused`
  const people = plan.institutions.reduce((sum, { employees }) => sum + employees.length, 0)
  const found = [
    count(plan.cities.length, 'city', 'cities'),
    count(plan.institutions.length, 'institution', 'institutions'),
    count(people, 'person', 'people'),
    count(plan.archives.length, 'archive', 'archives'),
  ].join(', ')
  if (!sent) return [`${found}; ${lost}`, 'Nothing was sent (--dry-run).']
  const n = (is: Fate['is']) => sent.filter(({ fate }) => fate.is === is).length
  const differs = n('differs') > 0 ? `, differs (not changed): ${n('differs')}` : ''
  return [
    `${found}; ${lost}`,
    `added: ${n('added')}, already there: ${n('there')}${differs}, refused: ${files + rows + n('refused')}`,
  ]
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
