import type { Fate } from './fate.ts'
import { issue } from './issues.ts'
import type { Sent } from './send.ts'
import type { LegacyPlan } from './types.ts'

/** Something that is not as the file says, by name. */
export interface Exception {
  kind: Sent['kind']
  name: string
  /** Where it is; '' for a city. */
  place: string
  /** Of an archive: when. */
  at: number | null
  /** There with other content, deleted since an earlier import, or not taken by the cloud, for this reason. */
  fate: { is: 'differs' | 'gone' } | { is: 'refused'; code: string }
}

export interface ImportResult {
  added: number
  there: number
  differs: number
  gone: number
  /** Whole files, rows, and what the cloud would not have. */
  refused: number
  exceptions: Exception[]
}

/** What came of an import: the sums, and by name what is not as the files say. */
export function resultOf(plan: LegacyPlan, sent: readonly Sent[]): ImportResult {
  const count = (is: Fate['is']) => sent.filter(({ fate }) => fate.is === is).length
  const files = plan.files.filter(({ outcome }) => outcome === 'refused').length
  const rows = plan.files.reduce((sum, { refused }) => sum + refused, 0)
  const names = namesOf(plan)
  return {
    added: count('added'),
    there: count('there'),
    differs: count('differs'),
    gone: count('gone'),
    refused: files + rows + count('refused'),
    exceptions: sent.flatMap(({ kind, id, fate }): Exception[] => {
      const about = names.get(`${kind} ${id}`) ?? { name: id, place: '', at: null }
      if (fate.is === 'refused') return [{ kind, ...about, fate }]
      return fate.is === 'differs' || fate.is === 'gone' ? [{ kind, ...about, fate: { is: fate.is } }] : []
    }),
  }
}

function namesOf(plan: LegacyPlan): Map<string, Pick<Exception, 'name' | 'place' | 'at'>> {
  const names = new Map<string, Pick<Exception, 'name' | 'place' | 'at'>>()
  for (const { id, name } of plan.cities) names.set(`city ${id}`, { name, place: '', at: null })
  for (const { id, city, institution, employees } of plan.institutions) {
    names.set(`institution ${id}`, { name: institution, place: city, at: null })
    for (const person of employees)
      names.set(`employee ${person.id}`, { name: person.name, place: `${institution}, ${city}`, at: null })
  }
  for (const { id, city, institution, at } of plan.archives)
    names.set(`archive ${id}`, { name: institution, place: city, at })
  return names
}

/** What one go has added stays added, however often the rest is tried again. */
export function joinSent(before: readonly Sent[], now: readonly Sent[]): Sent[] {
  const keyOf = ({ kind, id }: Sent) => `${kind} ${id}`
  const added = new Set(before.filter(({ fate }) => fate.is === 'added').map(keyOf))
  const again = new Set(now.map(keyOf))
  return [
    ...before.filter((one) => !again.has(keyOf(one))),
    ...now.map((one): Sent => (added.has(keyOf(one)) ? { ...one, fate: { is: 'added' } } : one)),
  ]
}

/** The plan of somebody whom the cloud lets import rosters only: its archives are refused beforehand, each by its file. */
export function withoutArchives(plan: LegacyPlan): LegacyPlan {
  const paths = new Set(plan.archives.map(({ path }) => path))
  const files = plan.files.map((file) =>
    paths.has(file.path)
      ? { ...file, outcome: 'refused' as const, taken: 0, refused: 0, points: 0, issues: [issue('superuser_only')] }
      : file,
  )
  return { ...plan, archives: [], files }
}
