import type { Intent } from '../../../src/db/mutate.ts'
import { directoryView, rosterView } from '../../../src/db/queries.ts'
import type { PunctajDb } from '../../../src/db/schema.ts'
import type { Id } from '../../../src/domain/model.ts'
import type { RosterView } from '../../../src/domain/views.ts'
import { type World } from './world.ts'

/** What a person may be about to do, the frequent things often. */
export const editKinds = [
  'points.add',
  'points.add',
  'points.add',
  'points.add',
  'points.add',
  'points.bulk',
  'points.take',
  'points.set',
  'points.undo',
  'points.undo',
  'employee.create',
  'employee.create',
  'employee.rename',
  'employee.rename',
  'employee.rank',
  'employee.field',
  'employee.move',
  'employee.delete',
  'city.create',
  'city.rename',
  'city.delete',
  'city.order',
  'institution.create',
  'institution.rename',
  'institution.ranks',
  'institution.columns',
  'institution.delete',
] as const
export type EditKind = (typeof editKinds)[number]

const newId = () => crypto.randomUUID()
const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]
const byName = <T extends { name: string }>(list: readonly T[]) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1))

/** Own point ops of this device, newest first: what an undo may be about. */
async function ownPoints(db: PunctajDb, institution: Id): Promise<Id[]> {
  const ops = [...(await db.sent.toArray()), ...(await db.outbox.toArray())].map(({ op }) => op)
  return ops
    .filter((op) => (op.kind === 'points.add' || op.kind === 'points.undo') && op.institution === institution)
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .map(({ id }) => id)
}

/** What a person would ask for, looking at their own screen; null when there is nothing to do it to. */
export async function intentOf(
  world: World,
  db: PunctajDb,
  kind: EditKind,
  pick: number,
  amount: number,
): Promise<Intent | null> {
  const { cities } = await directoryView(db)
  const city = at(byName(cities), pick)
  const places = byName(cities.flatMap(({ institutions }) => institutions))
  const place = at(places, pick)
  const name = () => `${kind.slice(0, 1)}${String(++world.made)}`
  const ofCities: Partial<Record<EditKind, () => Intent | null>> = {
    'city.create': () => ({ kind: 'city.create', city: newId(), name: name() }),
    'city.rename': () => (city ? { kind: 'city.rename', city: city.id, name: [city.name, name()] } : null),
    'city.delete': () =>
      city && cities.length > 1
        ? { kind: 'city.delete', city: city.id, seen: city.institutions.map(({ id }) => id) }
        : null,
    'city.order': () => {
      const placed = cities.filter((one) => one.place !== null).map(({ id }) => id)
      return { kind: 'city.order', order: [placed, cities.map(({ id }) => id).reverse()] }
    },
    'institution.create': () => {
      const fresh = { institution: newId(), name: name(), ranks: { '1': 'Agent' }, columns: [] }
      return city ? { kind: 'institution.create', city: city.id, ...fresh } : null
    },
  }
  const make = ofCities[kind]
  if (make) return make()
  const view = place && (await rosterView(db, place.id))
  if (!view) return null
  if (kind === 'points.undo') return undoOf(view, await ownPoints(db, view.institution.id), amount)
  const others = places.filter(({ id }) => id !== view.institution.id)
  return inPlace(view, kind as PlaceKind, pick, amount, { name, others })
}

function undoOf({ institution, period }: RosterView, own: Id[], amount: number): Intent | null {
  const target = at(own, amount)
  return target === undefined ? null : { kind: 'points.undo', institution: institution.id, period, target }
}

type PlaceKind = Exclude<EditKind, 'points.undo' | `city.${string}` | 'institution.create'>

function inPlace(
  view: RosterView,
  kind: PlaceKind,
  pick: number,
  amount: number,
  { name, others }: { name: () => string; others: { id: Id }[] },
): Intent | null {
  const institution = view.institution.id
  const { period, ranks, columns } = view
  const rows = byName(view.rows)
  const row = at(rows, amount)
  const points = { institution, period, reason: kind }
  switch (kind) {
    case 'points.bulk':
      return { kind: 'points.add', ...points, employees: rows.map(({ id }) => id), delta: 1 + amount }
    case 'employee.create': {
      const fresh = { name: name(), discord: '', rank: 1, fields: {}, points: amount % 3 }
      return { kind, institution, employee: newId(), ...fresh }
    }
    case 'institution.rename':
      return { kind, institution, name: [view.institution.name, name()] }
    case 'institution.ranks':
      return { kind, institution, ranks: [ranks, { ...ranks, [String(amount)]: name() }] }
    case 'institution.columns':
      return { kind, institution, columns: [columns, columns.length > 2 ? columns.slice(1) : [...columns, name()]] }
    case 'institution.delete':
      return { kind, institution, seen: period, after: [] }
    case 'points.add':
    case 'points.take':
      return row
        ? {
            kind: 'points.add',
            ...points,
            employees: [row.id],
            delta: kind === 'points.add' ? 1 + amount : -1 - amount * 3,
          }
        : null
    case 'points.set':
      return row ? { kind, ...points, employee: row.id, value: amount * 2 } : null
    case 'employee.rename':
      return row ? { kind: 'employee.edit', institution, employee: row.id, set: { name: [row.name, name()] } } : null
    case 'employee.rank':
      return row ? { kind: 'employee.edit', institution, employee: row.id, set: { rank: [row.rank, amount] } } : null
    case 'employee.field': {
      const column = at(columns, pick)
      const change: [string, string] = [row?.fields[column ?? ''] ?? '', name()]
      const set = { [`fields.${column ?? ''}`]: change }
      return row && column !== undefined ? { kind: 'employee.edit', institution, employee: row.id, set } : null
    }
    case 'employee.move': {
      const to = at(others, pick)
      return row && to ? { kind, institution, employee: row.id, to: to.id, seen: row.rev, after: [] } : null
    }
    case 'employee.delete':
      return row ? { kind, institution, employee: row.id, seen: row.rev, after: [] } : null
  }
}
