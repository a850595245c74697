import { demands } from '../domain/demands.ts'
import { archivesKey, ledgerKey, rosterKey } from '../domain/keys.ts'
import type { Id } from '../domain/model.ts'
import { can } from '../domain/permission.ts'
import type { TrayWorld } from '../domain/trayWorld.ts'
import { type Replica, readReplica } from './replica.ts'
import type { PunctajDb, TrayRow } from './schema.ts'

/** The institutions that refused ops are about, also where their people work now. */
const placesOf = (rows: readonly TrayRow[]): Id[] => [
  ...new Set(
    rows.flatMap(({ op, result }) => {
      const to = result.theirs?.['to']
      return ['institution' in op ? op.institution : '', typeof to === 'string' ? to : '']
    }),
  ),
]

/** Reads what refused ops are held against. Call inside a transaction over meta, leaves and outbox. */
export const readTrayReplica = (db: PunctajDb, rows: readonly TrayRow[]): Promise<Replica> => {
  const places = placesOf(rows)
  return readReplica(db, () => places.flatMap((id) => [rosterKey(id), ledgerKey(id), archivesKey(id)]))
}

/** Today's state for ops in the tray. */
export function trayWorld(replica: Replica, rows: readonly TrayRow[]): TrayWorld {
  const directory = replica.directory()
  const me = replica.me()
  const places = new Map([...directory.cities, ...directory.institutions].map(({ id, name }) => [id, name]))
  const cities = new Map(directory.institutions.map(({ id, city }) => [id, city]))
  const held = placesOf(rows).flatMap((id) => replica.roster(id)?.roster ?? [])
  const people = new Map(held.flatMap(({ employees }) => employees.map(({ id, name }) => [id, name])))
  const then = Object.assign({}, ...rows.map(({ names }) => names ?? {})) as Record<Id, string>
  const archived = (id: Id): string | undefined => replica.archives(id)?.names.institution
  return {
    directory,
    roster: (institution) => replica.roster(institution)?.roster ?? null,
    mayDo: (body) =>
      me !== undefined &&
      demands(body, (institution) => cities.get(institution) ?? null).every((want) =>
        can(me, want.capability, want.city, want.institution),
      ),
    name: (id) => places.get(id) ?? people.get(id) ?? then[id] ?? archived(id) ?? id.slice(0, 8),
  }
}
