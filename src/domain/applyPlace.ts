import { type Applying, openRoster, type OpOf, rosterOf } from './applying.ts'
import type { City, Id, Institution } from './model.ts'
import { clean, foldName } from './names.ts'
import type { Change } from './op.ts'
import { placed } from './sortPlaces.ts'

/*
 * Each op as the server would decide it (docs/protocol.md, section 4); what it would refuse does nothing.
 */

/** The others' names are clean already. */
function isTaken(others: Iterable<{ id: Id; name: string }>, id: Id, name: string): boolean {
  const wanted = foldName(name)
  return [...others].some((other) => other.id !== id && other.name.toLowerCase() === wanted)
}

const inCity = ({ institutions }: Applying, city: Id): Institution[] =>
  [...institutions.values()].filter((institution) => institution.city === city)

/** Three ways: the value is replaced where it stands at its old one, or at the new one already. */
const fits = (now: string, [old, fresh]: Change<string>): boolean => now === old || now === fresh

export function createCity({ cities }: Applying, { city, name }: OpOf<'city.create'>): void {
  if (cities.has(city) || isTaken(cities.values(), city, name)) return
  cities.set(city, { id: city, name: clean(name), place: null })
}

export function renameCity({ cities }: Applying, { city, name: [old, fresh] }: OpOf<'city.rename'>): void {
  const held = cities.get(city)
  if (!held || !fits(held.name, [clean(old), clean(fresh)]) || isTaken(cities.values(), city, fresh)) return
  cities.set(city, { ...held, name: clean(fresh) })
}

/** As it was seen: an institution more or less is somebody else's doing. */
export function deleteCity(state: Applying, { city, seen }: OpOf<'city.delete'>): void {
  const here = inCity(state, city)
  const known = new Set(seen)
  if (here.length !== known.size || here.some(({ id }) => !known.has(id))) return
  state.cities.delete(city)
  for (const { id } of here) state.institutions.delete(id)
}

export function createInstitution(state: Applying, op: OpOf<'institution.create'>): void {
  const { institution: id, city, name } = op
  if (!state.cities.has(city) || state.institutions.has(id) || isTaken(inCity(state, city), id, name)) return
  state.institutions.set(id, { id, city, name: clean(name), place: null })
  const [ranks, columns] = [filledRanks(op.ranks), op.columns.map(clean)]
  openRoster(state, { institution: id, period: 1, ranks, columns, employees: [] })
}

export function renameInstitution(state: Applying, op: OpOf<'institution.rename'>): void {
  const held = state.institutions.get(op.institution)
  const [old, fresh] = [clean(op.name[0]), clean(op.name[1])]
  if (!held || !fits(held.name, [old, fresh]) || isTaken(inCity(state, held.city), held.id, fresh)) return
  state.institutions.set(held.id, { ...held, name: fresh })
}

export function deleteInstitution(state: Applying, { institution, seen }: OpOf<'institution.delete'>): void {
  const place = rosterOf(state, institution)
  if (place && place.roster.period !== seen) return
  state.institutions.delete(institution)
}

const filledRanks = (ranks: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(ranks).filter(([, name]) => name !== ''))

/** The same whatever the order of its keys. */
const textOf = (ranks: Record<string, string>): string => JSON.stringify(Object.entries(filledRanks(ranks)).sort())

export function changeRanks(state: Applying, { institution, ranks: [old, fresh] }: OpOf<'institution.ranks'>): void {
  const place = rosterOf(state, institution)
  if (!place || !fits(textOf(place.roster.ranks), [textOf(old), textOf(fresh)])) return
  place.roster = { ...place.roster, ranks: filledRanks(fresh) }
}

export function changeColumns(
  state: Applying,
  { institution, columns: [old, fresh] }: OpOf<'institution.columns'>,
): void {
  const place = rosterOf(state, institution)
  const text = (columns: string[]): string => JSON.stringify(columns.map(clean))
  if (!place || !fits(text(place.roster.columns), [text(old), text(fresh)])) return
  place.roster = { ...place.roster, columns: fresh.map(clean) }
}

/** Three ways as well: places that are gone do not count, those without a place come after. */
function reorder<T extends City>(rows: Map<Id, T>, here: T[], [old, fresh]: Change<Id[]>): void {
  const known = new Set(here.map(({ id }) => id))
  const wanted = fresh.filter((id) => known.has(id))
  const seen = old.filter((id) => known.has(id))
  const now = placed(here).map(({ id }) => id)
  if (!fits(String(now), [String(seen), String(wanted)])) return
  const places = new Map(wanted.map((id, index) => [id, index + 1]))
  for (const row of here) rows.set(row.id, { ...row, place: places.get(row.id) ?? null })
}

export const orderCities = ({ cities }: Applying, { order }: OpOf<'city.order'>): void =>
  reorder(cities, [...cities.values()], order)

export const orderInstitutions = (state: Applying, { city, order }: OpOf<'institution.order'>): void =>
  reorder(state.institutions, inCity(state, city), order)
