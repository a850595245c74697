import { issue } from './issues.ts'
import { placeKey } from './names.ts'
import { refuse, type ReadFile } from './read.ts'
import type { LegacyPlace } from './types.ts'

/**
 * Cities of several servers are one city when their names agree. Where two files then stand for the same institution
 * (or the same archive of it), equal content is taken once and differing content not at all: which one is right is for
 * a person to say.
 */
export function settleServers(files: ReadFile[]): void {
  const seen = new Map<string, ReadFile[]>()
  for (const file of files) {
    if (!file.content || !file.located) continue
    const key = file.located.kind + file.located.stamp + placeKey(file.located.city, file.located.institution)
    seen.set(key, [...(seen.get(key) ?? []), file])
  }
  for (const [first, ...others] of seen.values()) {
    if (!first || others.length === 0) continue
    const content = contentKey(first)
    if (others.every((file) => contentKey(file) === content)) for (const file of others) repeat(file, first)
    else
      for (const file of [first, ...others]) refuse(file, issue('servers_differ', otherPaths(file, [first, ...others])))
  }
}

function repeat(file: ReadFile, first: ReadFile): void {
  file.report = {
    ...file.report,
    outcome: 'repeated',
    taken: 0,
    points: 0,
    issues: [issue('repeated', first.report.path)],
  }
  file.content = null
}

const otherPaths = (file: ReadFile, all: ReadFile[]): string =>
  all
    .filter((other) => other !== file)
    .map(({ report }) => report.path)
    .join(', ')

function contentKey({ content }: ReadFile): string {
  if (!content) return ''
  const { table, archive } = content
  const employees = table.employees.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return JSON.stringify([table.columns, table.ranks, employees, archive?.at, archive?.resetBy, archive?.discordId])
}

/** Archives need their institution: among the files taken, or already in the cloud (`known`). */
export function settleArchives(files: ReadFile[], known: LegacyPlace[]): void {
  const there = new Set(known.map(({ city, institution }) => placeKey(city, institution)))
  const refused = new Set<string>()
  for (const { located, content } of files) {
    if (located?.kind !== 'institution') continue
    const group = content ? there : refused
    group.add(placeKey(located.city, located.institution))
  }
  for (const file of files) {
    const { located, content } = file
    if (located?.kind !== 'archive' || !content) continue
    const key = placeKey(located.city, located.institution)
    if (there.has(key)) continue
    const place = `${located.city} / ${located.institution}`
    refuse(file, issue(refused.has(key) ? 'institution_refused' : 'no_institution', place))
  }
}

/** A file written after a reset only carries zeros; the one before it must have been taken, or the week is lost. */
export function settleTwins(files: ReadFile[]): void {
  const before = new Map<string, ReadFile>()
  for (const file of files) if (file.located?.kind === 'archive') before.set(file.located.twin, file)
  for (const file of files) {
    if (file.located?.kind !== 'after_reset' || file.report.outcome === 'refused') continue
    const twin = before.get(file.located.twin)
    if (!twin) refuse(file, issue('orphan'))
    else if (twin.report.outcome === 'refused') refuse(file, issue('twin_refused'))
    else file.report.outcome = 'zeros'
  }
}
