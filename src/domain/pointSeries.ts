import { byPoints } from './byPoints.ts'
import { calledKey } from './calledKey.ts'
import type { Id } from './model.ts'

/** What a series needs of one archive's people. */
export interface PersonPoints {
  id: Id | null
  name: string
  discord: string
  points: number
}

/** One person's points, week by week; null where the week does not know them, or is not on this device. */
export interface PersonSeries {
  /** The id, or name and nick of people that no week has an id for. */
  key: string
  /** As the latest week calls them; with the nick where somebody else is called so too. */
  label: string
  total: number
  points: (number | null)[]
}

interface Draft {
  name: string
  discord: string
  points: (number | null)[]
}

/**
 * Everybody's points over weeks, whoever has most in all first.
 *
 * @param weeks oldest first; undefined = not on this device
 */
export function pointSeries(weeks: readonly (readonly PersonPoints[] | undefined)[]): PersonSeries[] {
  const called = keysOf()
  const idOf = idsByName(weeks, called)
  const drafts = new Map<string, Draft>()
  weeks.forEach((people, week) => {
    const met = new Map<string, number>()
    for (const person of people ?? []) {
      const key = person.id ?? idOf.get(called(person)) ?? called(person)
      const times = (met.get(key) ?? 0) + 1
      met.set(key, times)
      // Namesakes of one week are people of their own, in the order of its list.
      put(drafts, times === 1 ? key : `${key}\n${times}`, person, week, weeks.length)
    }
  })
  return labelled(drafts)
}

function put(drafts: Map<string, Draft>, key: string, person: PersonPoints, week: number, weeks: number): void {
  const { name, discord } = person
  const points = drafts.get(key)?.points ?? Array.from({ length: weeks }, () => null)
  points[week] = person.points
  drafts.set(key, { name: name || discord, discord, points })
}

/** The key of a name and nick, worked out once: the same people come week after week. */
function keysOf(): (person: PersonPoints) => string {
  const known = new Map<string, string>()
  return (person) => {
    const written = `${person.name}\n${person.discord}`
    const key = known.get(written) ?? calledKey(person)
    known.set(written, key)
    return key
  }
}

/** Whose id a name and nick without one belong to; nobody's where two people are called the same. */
function idsByName(
  weeks: readonly (readonly PersonPoints[] | undefined)[],
  called: (person: PersonPoints) => string,
): Map<string, Id> {
  const ids = new Map<string, Id | null>()
  for (const person of weeks.flatMap((people) => people ?? [])) {
    if (person.id === null) continue
    const known = ids.get(called(person))
    ids.set(called(person), known === undefined || known === person.id ? person.id : null)
  }
  return new Map([...ids].flatMap(([name, id]): [string, Id][] => (id === null ? [] : [[name, id]])))
}

function labelled(drafts: ReadonlyMap<string, Draft>): PersonSeries[] {
  const called = new Map<string, number>()
  for (const { name } of drafts.values()) called.set(name, (called.get(name) ?? 0) + 1)
  const series = [...drafts].map(([key, { name, discord, points }]): PersonSeries => {
    const isShared = (called.get(name) ?? 0) > 1 && discord !== ''
    const total = points.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    return { key, label: isShared ? `${name} (${discord})` : name, total, points }
  })
  const scored = ({ label, total }: PersonSeries) => ({ name: label, points: total })
  return series.sort((a, b) => byPoints(scored(a), scored(b)))
}
