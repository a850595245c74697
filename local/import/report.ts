import { printable } from '../../src/domain/legacy/issues.ts'
import type { FileReport, LegacyPlan } from '../../src/domain/legacy/types.ts'
import { count, type FileResult, fileResults } from './fileResult.ts'
import { resultOf } from '../../src/domain/legacy/result.ts'
import type { Sent } from '../../src/domain/legacy/send.ts'
import { alignTable } from './table.ts'

/** Details of one file that are printed; a broken export may have thousands. */
const detailsShown = 20

/** Rosters first; an archive and its twin stay side by side, as their paths do. */
const order: FileReport['kind'][][] = [['institution'], ['archive', 'after_reset'], ['other']]

/** What was found in the files and what became of it, as lines for a terminal. `sent` is null before anything was sent. */
export function reportLines(plan: LegacyPlan, sent: Sent[] | null): string[] {
  const all = fileResults(plan, sent)
  const results = order.flatMap((kinds) => all.filter(({ file }) => kinds.includes(file.kind)))
  const rows = results.map(({ file, taken, refused, points, what }) => [
    printable(file.path, 200),
    String(taken),
    String(refused),
    String(points),
    what,
  ])
  return [
    ...alignTable(['file', 'taken', 'refused', 'points', 'what'], rows, [1, 2, 3]),
    ...results.flatMap(detailLines),
    '',
    ...totalLines(plan, results, sent),
  ]
}

function detailLines({ file, details }: FileResult): string[] {
  if (details.length === 0) return []
  const shown = details.slice(0, detailsShown).map((line) => `  ${line}`)
  const more = details.length - shown.length
  return ['', printable(file.path, 200), ...shown, ...(more > 0 ? [`  … and ${more} more`] : [])]
}

function totalLines(plan: LegacyPlan, results: FileResult[], sent: Sent[] | null): string[] {
  const files = results.filter(({ file }) => file.outcome === 'refused').length
  const rows = plan.files.reduce((all, { refused }) => all + refused, 0)
  const people = plan.institutions.reduce((all, { employees }) => all + employees.length, 0)
  const found = [
    count(plan.cities.length, 'city', 'cities'),
    count(plan.institutions.length, 'institution', 'institutions'),
    count(people, 'person', 'people'),
    count(plan.archives.length, 'archive', 'archives'),
  ].join(', ')
  const lines = [`found: ${found}; refused: ${count(files, 'file', 'files')}, ${count(rows, 'row', 'rows')}`]
  if (!sent) return [...lines, 'nothing was sent (--dry-run)']
  const { added, there, differs, gone, refused } = resultOf(plan, sent)
  const other = [
    differs > 0 ? `, differs (not changed): ${differs}` : '',
    gone > 0 ? `, deleted since (not brought back): ${gone}` : '',
  ].join('')
  return [...lines, `added: ${added}, already there: ${there}${other}, refused: ${refused}`]
}
