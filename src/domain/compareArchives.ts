import { byPoints } from './byPoints.ts'
import type { ArchivedPerson } from './archivePeople.ts'
import { matchPeople } from './matchPeople.ts'

/** One person in two archives. Null points: not in that one. */
export interface ComparedPerson {
  name: string
  /** What the earlier archive calls them, where that is something else. */
  formerName: string | null
  discord: string
  rank: string
  role: string
  before: number | null
  after: number | null
  /** Whoever is missing counts as 0. */
  difference: number
}

interface Totals {
  employees: number
  points: number
}

export interface Comparison {
  /** Whoever has the most points now comes first; whoever left, last. */
  people: ComparedPerson[]
  came: string[]
  left: string[]
  before: Totals
  after: Totals
}

/** Two archives of one institution, person by person; `before` is the earlier one. */
export function compareArchives(before: readonly ArchivedPerson[], after: readonly ArchivedPerson[]): Comparison {
  const { both, left, came } = matchPeople(before, after)
  const people = [
    ...both.map((pair) => compared(pair.after, pair.before, pair.after)),
    ...came.map((person) => compared(person, null, person)),
    ...left.map((person) => compared(person, person, null)),
  ]
  return {
    people: people.sort((a, b) => byPoints(nowOf(a), nowOf(b))),
    came: came.map(nameOf),
    left: left.map(nameOf),
    before: totals([...both.map((pair) => pair.before), ...left]),
    after: totals([...both.map((pair) => pair.after), ...came]),
  }
}

/** Whoever left comes after those with 0. */
const nowOf = ({ name, after }: ComparedPerson) => ({ name, points: after ?? -1 })

const nameOf = ({ name, discord }: ArchivedPerson): string => name || discord

function compared(person: ArchivedPerson, before: ArchivedPerson | null, after: ArchivedPerson | null): ComparedPerson {
  const [name, former] = [nameOf(person), before === null ? null : nameOf(before)]
  const { discord, rank, role } = person
  return {
    name,
    formerName: former === name ? null : former,
    discord,
    rank,
    role,
    before: before?.points ?? null,
    after: after?.points ?? null,
    difference: (after?.points ?? 0) - (before?.points ?? 0),
  }
}

const totals = (people: ArchivedPerson[]): Totals => ({
  employees: people.length,
  points: people.reduce((sum, { points }) => sum + points, 0),
})
