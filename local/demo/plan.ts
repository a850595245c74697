import { type Week, demoWeeks, weeks, within } from './calendar.ts'
import { family, given } from './names.ts'
import { demoPeople } from './people.ts'
import { type PlacePlan, places } from './places.ts'
import { Seeded } from './random.ts'

/** An op of docs/protocol.md §4, with who does it. */
export interface PlannedOp {
  id: string
  user: string
  at: number
  kind: string
  [field: string]: unknown
}

/** What happens in one institution in one week, in order. */
export interface PlannedWeek {
  institution: string
  period: number
  week: Week
  ops: PlannedOp[]
  /** Who closes the week, and with which op; null for the week that is still open. */
  reset: { op: string; user: string; at: number } | null
}

/** The institution that the demo's „șef” runs. */
export interface DemoPlan {
  cities: PlannedOp[]
  weeks: PlannedWeek[]
  sefInstitution: string
}

interface Employee {
  id: string
  name: string
  discord: string
  rank: number
  fields: Record<string, string>
  /** First and last week, counted from 0; most stay throughout. */
  from: number
  until: number
}

const { superuser, admin, sef } = demoPeople

/** The șef runs the first institution once he may, the superuser the third; the admin does the rest. */
const bossOf = (institution: number, week: number): string =>
  institution === 0 && week > 0 ? sef.id : institution === 2 ? superuser.id : admin.id

/** Everything that ever happened in the demo, up to `now`. The same at every start but for the dates. */
export function planDemo(now: number): DemoPlan {
  const random = new Seeded(2026)
  const { closed, open } = demoWeeks(now)
  const cityIds = new Map([...new Set(places.map(({ city }) => city))].map((city) => [city, random.id()]))
  const birth = (closed[0] as Week).start - 3_600_000
  const cities = [...cityIds].map(([name, city]) => opOf(random, superuser.id, birth, 'city.create', { city, name }))
  const institutions = places.map((place) => ({ place, id: random.id(), people: hire(random, place) }))
  const planned = [...closed, open].flatMap((week, number) =>
    institutions.map(({ place, id, people }, i): PlannedWeek => {
      const boss = bossOf(i, number)
      const began = number === 0 ? [createInstitution(random, birth, place, id, cityIds)] : []
      const moved = staffChanges(random, { place, institution: id, people, number, week })
      const given = awards(random, { place, institution: id, people, number, week, boss })
      const closing = { op: random.opId(week.end), user: boss, at: week.end + i * 120_000 + 7_000 }
      return {
        institution: id,
        period: number + 1,
        week,
        ops: [...began, ...moved, ...given],
        reset: number < weeks ? closing : null,
      }
    }),
  )
  return { cities, weeks: planned, sefInstitution: (institutions[0] as { id: string }).id }
}

function opOf(random: Seeded, user: string, at: number, kind: string, fields: object): PlannedOp {
  return { id: random.opId(at), user, at, kind, ...fields }
}

function createInstitution(
  random: Seeded,
  at: number,
  place: PlacePlan,
  institution: string,
  cities: Map<string, string>,
) {
  const { name, ranks, columns } = place
  return opOf(random, superuser.id, at, 'institution.create', {
    institution,
    city: cities.get(place.city),
    name,
    ranks,
    columns,
  })
}

function hire(random: Seeded, place: PlacePlan): Employee[] {
  const top = Object.keys(place.ranks).length
  const taken = new Set<string>()
  return Array.from({ length: place.size }, (_, i) => {
    const name = newName(random, taken)
    const [from, until] = i === place.size - 1 ? [random.int(3, 9), weeks] : [0, i === 3 && place.size > 20 ? 8 : weeks]
    const discord = plain(name).replace(' ', random.pick(['.', '_', '']))
    const rank = i === 0 ? top : Math.min(top, 1 + Math.floor(random.next() ** 2 * top))
    return { id: random.id(), name, discord, rank, fields: fieldsOf(random, place), from, until }
  })
}

function newName(random: Seeded, taken: Set<string>): string {
  const name = `${random.pick(given)} ${random.pick(family)}`
  if (taken.has(name)) return newName(random, taken)
  taken.add(name)
  return name
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function fieldsOf(random: Seeded, { columns }: PlacePlan): Record<string, string> {
  const values: Record<string, () => string> = {
    'SERIE DE BULETIN': () => `${random.pick(['MX', 'MZ', 'RK', 'RX', 'KX', 'CJ'])}${random.int(100_000, 999_999)}`,
    INSIGNĂ: () => String(random.int(100, 999)),
    SPECIALIZARE: () => random.pick(['Chirurgie', 'Pediatrie', 'Cardiologie', 'Medicină de urgență', '']),
    ECHIPĂ: () => random.pick(['Alfa', 'Bravo', 'Căprioara']),
    BIROU: () => `${random.pick(['A', 'B', 'C'])}${random.int(1, 40)}`,
  }
  return Object.fromEntries(columns.map((column) => [column, values[column]?.() ?? '']))
}

interface WeekOf {
  place: PlacePlan
  institution: string
  people: Employee[]
  number: number
  week: Week
}

function staffChanges(random: Seeded, { institution, people, number, week }: WeekOf): PlannedOp[] {
  const came = people.filter(({ from }) => from === number)
  const left = people.filter(({ until }) => until === number && until < weeks)
  return [
    ...came.map(({ id: employee, name, discord, rank, fields }, i) => {
      const details = { institution, employee, name, discord, rank, fields, points: 0 }
      return opOf(random, admin.id, within(week, 0.01) + i, 'employee.create', details)
    }),
    ...left.map(({ id: employee }) =>
      opOf(random, admin.id, within(week, 0.02), 'employee.delete', { institution, employee, seen: null, after: [] }),
    ),
  ]
}

function awards(
  random: Seeded,
  { place, institution, people, number, week, boss }: WeekOf & { boss: string },
): PlannedOp[] {
  const present = people
    .filter(({ from, until }) => from <= number && (until > number || until === weeks))
    .map(({ id }) => id)
  const give = (part: number, employees: string[], delta: number, reason: string) =>
    opOf(random, boss, within(week, part), 'points.add', { institution, period: number + 1, employees, delta, reason })
  const regular = [0.15, 0.45, 0.8].map((part) =>
    give(part, random.some(present, random.int(3, 7) / 10), random.int(2, 9), random.pick(place.reasons)),
  )
  const special =
    random.next() < 0.5
      ? give(0.6, random.some(present, 0.06), -random.int(1, 3), 'Absență nemotivată')
      : give(0.9, [random.pick(present)], 10, 'Angajatul săptămânii')
  return [...regular, special].sort((a, b) => a.at - b.at)
}
