import fc from 'fast-check'
import type { Intent } from '../../../src/db/mutate.ts'
import type { Id } from '../../../src/domain/model.ts'
import type { Change, EmployeeField, FieldValue } from '../../../src/domain/op.ts'
import type { RosterRow } from '../../../src/domain/views.ts'
import { id } from '../world.ts'
import type { Seen } from './view.ts'

/** Names that are the same to the cloud, and some that are not: case, composition, space around. */
const names = ['Iași', 'IAȘI', ' iași\u00a0', 'Cluj', 'Bras\u0326ov', 'Bra\u0219ov', 'Satu Mare\t']
const columns = ['CNP', ' CNP', 'SERIE', 'Note']

const kinds = [
  'add',
  'bulk',
  'set',
  'undo',
  'create',
  'edit',
  'field',
  'move',
  'remove',
  'city',
  'renameCity',
  'sortCities',
  'razeCity',
  'found',
  'rename',
  'sort',
  'close',
  'ranks',
  'columns',
] as const

/** What a person does next; the numbers choose among what there is. `stale`: as if they had seen something else. */
export interface Command {
  does: (typeof kinds)[number]
  a: number
  b: number
  n: number
  stale: boolean
}

export const command: fc.Arbitrary<Command> = fc.record({
  does: fc.constantFrom(...kinds),
  a: fc.nat(11),
  b: fc.nat(11),
  n: fc.integer({ min: -15, max: 25 }),
  stale: fc.nat(5).map((n) => n === 0),
})

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

/** Ids of all that ever was, and the own points ops that can be undone. */
export interface Known {
  cities: Id[]
  institutions: Id[]
  points: { institution: Id; op: Id }[]
}

/** A command as the app's forms would ask for it, given what is seen. */
export function intentsOf(seen: Seen, known: Known, { does, a, b, n, stale }: Command): Intent[] {
  const roster = pick(seen.rosters, a)
  const institution = roster?.institution.id ?? pick(known.institutions, a) ?? id()
  const row = pick(roster?.rows ?? [], b)
  const at = { institution, period: roster?.period ?? 1 }
  const name = pick(names, b + Math.abs(n)) ?? ''
  const city = pick(seen.cities, a)
  const cityId = stale ? (pick(known.cities, a) ?? id()) : (city?.id ?? id())
  switch (does) {
    case 'add':
      return row ? [{ kind: 'points.add', ...at, employees: [row.id], delta: n || 1, reason: '' }] : []
    case 'bulk': {
      const employees = [...(roster?.rows.map((one) => one.id) ?? []), ...(stale ? [id()] : [])]
      return employees.length > 0 ? [{ kind: 'points.add', ...at, employees, delta: n || 1, reason: 'toți' }] : []
    }
    case 'set':
      return row ? [{ kind: 'points.set', ...at, employee: row.id, value: Math.abs(n), reason: '' }] : []
    case 'undo': {
      const target = pick(known.points, a + b)
      return target
        ? [{ kind: 'points.undo', institution: target.institution, period: at.period, target: target.op }]
        : []
    }
    case 'create':
      return [createIntent(institution, name, n)]
    case 'edit':
      return row ? [editIntent(institution, row, { name: [stale ? 'altul' : row.name, name] })] : []
    case 'field':
      return row ? [fieldIntent(institution, row, pick(columns, a + b) ?? '', n, stale)] : []
    case 'move': {
      const to = (stale ? pick(known.institutions, b) : pick(seen.rosters, a + 1 + b)?.institution.id) ?? institution
      return row && to !== institution
        ? [{ kind: 'employee.move', institution, employee: row.id, to, seen: row.rev, after: [] }]
        : []
    }
    case 'remove':
      return row ? [{ kind: 'employee.delete', institution, employee: row.id, seen: row.rev, after: [] }] : []
    case 'city':
      return [{ kind: 'city.create', city: id(), name }]
    case 'renameCity':
      return city ? [{ kind: 'city.rename', city: cityId, name: [stale ? 'altul' : city.name, name] }] : []
    case 'sortCities':
      return [{ kind: 'city.order', order: orderOf(seen.cities, b, stale) }]
    case 'razeCity':
      // Seldom, or little is left.
      return city && n > 15
        ? [{ kind: 'city.delete', city: cityId, seen: stale ? [] : city.institutions.map((one) => one.id) }]
        : []
    case 'found':
      return [
        {
          kind: 'institution.create',
          institution: id(),
          city: cityId,
          name,
          ranks: { '1': 'Șef', '2': '' },
          columns: ['CNP'],
        },
      ]
    case 'rename':
      return roster
        ? [{ kind: 'institution.rename', institution, name: [stale ? 'altul' : roster.institution.name, name] }]
        : []
    case 'sort':
      return city ? [{ kind: 'institution.order', city: cityId, order: orderOf(city.institutions, b, stale) }] : []
    case 'close':
      return n > 15 ? [{ kind: 'institution.delete', institution, seen: stale ? 7 : at.period, after: [] }] : []
    case 'ranks': {
      const ranks: Record<string, string> = n > 0 ? { '2': 'Adjunct', '1': 'Șef' } : { '3': 'Agent', '4': '' }
      return [{ kind: 'institution.ranks', institution, ranks: [stale ? {} : (roster?.ranks ?? {}), ranks] }]
    }
    case 'columns': {
      const fresh = [...new Set([pick(columns, b) ?? '', pick(columns, b + 2) ?? ''])]
      return [{ kind: 'institution.columns', institution, columns: [stale ? ['?'] : (roster?.columns ?? []), fresh] }]
    }
  }
}

const createIntent = (institution: Id, name: string, n: number): Intent => ({
  kind: 'employee.create',
  institution,
  employee: id(),
  name: ` ${name}`,
  discord: n % 2 === 0 ? 'nick ' : '',
  rank: n > 5 ? 1 : null,
  fields: { CNP: n > 10 ? '1' : '', Alta: n > 20 ? 'x' : '' },
  points: Math.max(0, n),
})

type Edit = Partial<Record<EmployeeField, Change<FieldValue>>>

const editIntent = (institution: Id, { id: employee }: RosterRow, set: Edit): Intent => ({
  kind: 'employee.edit',
  institution,
  employee,
  set,
})

/** One field, and the rank along with it: up, down, or none. */
function fieldIntent(institution: Id, row: RosterRow, column: string, n: number, stale: boolean): Intent {
  const change: Change<FieldValue> = [stale ? 'altceva' : (row.fields[column] ?? ''), n > 0 ? String(n) : null]
  const set: Edit = { [`fields.${column}`]: change }
  if (n % 3 === 0) set.rank = [row.rank, n > 9 ? n : null]
  return editIntent(institution, row, set)
}

/** One of them goes to the front; the last one loses its place. */
function orderOf(places: readonly { id: Id; place: number | null }[], n: number, stale: boolean): [Id[], Id[]] {
  const old = places.filter(({ place }) => place !== null).map((one) => one.id)
  const first = pick(places, n)?.id
  const fresh = places.map((one) => one.id).filter((one) => one !== first)
  return [stale ? [] : old, [...(first === undefined ? [] : [first]), ...fresh.slice(0, 3)]]
}
