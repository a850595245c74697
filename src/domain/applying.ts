import type { City, Directory, Employee, Id, Institution, Roster } from './model.ts'
import type { Op } from './op.ts'

/** What an op really did to points, per employee; undefined when the ledger does not tell. */
export type Effects = ReadonlyMap<Id, number> | undefined

/** The replica as ops are applied to it. Rosters are asked for when an op touches them; a missing one is not held here. */
export interface Held {
  directory: Directory
  roster: (institution: Id) => Roster | undefined
  effects: (institution: Id, op: Id) => Effects
}

/** A roster that ops have touched. */
export interface OpenRoster {
  roster: Roster
  rows: Map<Id, Employee>
  /** Employees touched by an op, with the ids of the ops in order. */
  touched: Map<Id, Id[]>
}

/** Everything between one op and the next. */
export interface Applying {
  held: Held
  cities: Map<Id, City>
  institutions: Map<Id, Institution>
  rosters: Map<Id, OpenRoster>
  /** What ops of this run did to points. */
  effects: Map<Id, Map<Id, number>>
  /** Ops that were undone: once, for good. */
  undone: Set<Id>
}

/** The op of one kind, or of several. */
export type OpOf<K extends Op['kind']> = Extract<Op, { kind: K }>

/** Before the first op: nothing is copied yet but the directory. */
export const beginApplying = (held: Held): Applying => ({
  held,
  cities: new Map(held.directory.cities.map((city) => [city.id, city])),
  institutions: new Map(held.directory.institutions.map((institution) => [institution.id, institution])),
  rosters: new Map(),
  effects: new Map(),
  undone: new Set(),
})

/** A roster to be written; undefined when its institution is gone, or this device does not have it. */
export function rosterOf(state: Applying, institution: Id): OpenRoster | undefined {
  if (!state.institutions.has(institution)) return undefined
  const open = state.rosters.get(institution)
  if (open) return open
  const roster = state.held.roster(institution)
  return roster && openRoster(state, roster)
}

/** Makes a roster one that ops can write into; the given one is not changed. */
export function openRoster(state: Applying, roster: Roster): OpenRoster {
  const rows = new Map(roster.employees.map((employee) => [employee.id, employee]))
  const open: OpenRoster = { roster, rows, touched: new Map() }
  state.rosters.set(roster.institution, open)
  return open
}

/** Writes a touched row. `rev` stays the replica's: it is what a delete says it has seen. */
export function write(place: OpenRoster, op: Op, employee: Employee): void {
  place.rows.set(employee.id, { ...employee, touched: op.at })
  place.touched.set(employee.id, [...(place.touched.get(employee.id) ?? []), op.id])
}
