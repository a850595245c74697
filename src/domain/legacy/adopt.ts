import type { Directory, Employee, Id, Roster } from '../model.ts'
import { nameKey } from './names.ts'
import type { LegacyEmployee, LegacyPlace, LegacyPlan, PlannedInstitution } from './types.ts'

/** The places that the cloud has, by their names. */
export function placesOf({ cities, institutions }: Directory): LegacyPlace[] {
  const names = new Map(cities.map(({ id, name }) => [id, name]))
  return institutions.map(({ city, name }) => ({ city: names.get(city) ?? '', institution: name }))
}

/** Ids of all cities and institutions. */
export const placeIds = ({ cities, institutions }: Directory): Set<Id> =>
  new Set([...cities, ...institutions].map(({ id }) => id))

/**
 * The same plan with the ids under which the cloud knows its places: what is there under the plan's own id stays so, what
 * is there under the same name is that. Nothing is removed; creating what exists is a clash, which changes nothing.
 */
export function adoptPlaces(plan: LegacyPlan, directory: Directory): LegacyPlan {
  const cityIds = new Map(plan.cities.map(({ id, name }) => [id, cityIn(directory, id, name)]))
  const places = new Map(plan.institutions.map((place) => [place.id, institutionIn(directory, place, cityIds)]))
  return {
    ...plan,
    cities: plan.cities.map((city) => ({ ...city, id: cityIds.get(city.id) ?? city.id })),
    institutions: plan.institutions.map((place) => ({
      ...place,
      id: places.get(place.id) ?? place.id,
      cityId: cityIds.get(place.cityId) ?? place.cityId,
    })),
    archives: plan.archives.map((archive) => ({
      ...archive,
      institutionId: places.get(archive.institutionId) ?? archiveIn(directory, archive),
    })),
  }
}

function cityIn({ cities }: Directory, id: Id, name: string): Id {
  const held = cities.find((city) => city.id === id) ?? cities.find((city) => nameKey(city.name) === nameKey(name))
  return held?.id ?? id
}

function institutionIn({ institutions }: Directory, place: PlannedInstitution, cityIds: Map<Id, Id>): Id {
  const city = cityIds.get(place.cityId)
  const held =
    institutions.find(({ id }) => id === place.id) ??
    institutions.find((other) => other.city === city && nameKey(other.name) === nameKey(place.institution))
  return held?.id ?? place.id
}

/** The institution of an archive that no data file of this import is about. */
function archiveIn(directory: Directory, archive: { institutionId: Id; city: string; institution: string }): Id {
  const { cities, institutions } = directory
  if (institutions.some(({ id }) => id === archive.institutionId)) return archive.institutionId
  const city = cities.find(({ name }) => nameKey(name) === nameKey(archive.city))
  const held = institutions.find(
    (each) => each.city === city?.id && nameKey(each.name) === nameKey(archive.institution),
  )
  return held?.id ?? archive.institutionId
}

/** Institutions of a plan that {@link adoptPlaces} has been through which the cloud has already: what is in them matters. */
export function sharedPlaces(plan: LegacyPlan, directory: Directory): Id[] {
  const wanted = new Set([
    ...plan.institutions.map(({ id }) => id),
    ...plan.archives.map(({ institutionId }) => institutionId),
  ])
  return directory.institutions.flatMap(({ id }) => (wanted.has(id) ? [id] : []))
}

/** The same plan with the ids of people whom the cloud has in their institution under the same DISCORD and name. */
export function adoptPeople(plan: LegacyPlan, rosters: ReadonlyMap<Id, Roster>): LegacyPlan {
  const institutions = plan.institutions.map((place) => {
    const roster = rosters.get(place.id)
    return roster ? { ...place, employees: adoptRoster(place.employees, roster.employees) } : place
  })
  const archives = plan.archives.map((archive) => {
    const roster = rosters.get(archive.institutionId)
    return roster ? { ...archive, employees: adoptRoster(archive.employees, roster.employees) } : archive
  })
  return { ...plan, institutions, archives }
}

function adoptRoster(planned: LegacyEmployee[], held: Employee[]): LegacyEmployee[] {
  const ids = new Set(planned.map(({ id }) => id))
  const there = new Set(held.map(({ id }) => id))
  const free = new Map<string, Id[]>()
  for (const person of held) {
    if (ids.has(person.id)) continue
    const key = personKey(person)
    free.set(key, [...(free.get(key) ?? []), person.id])
  }
  return planned.map((person) => {
    const other = there.has(person.id) ? undefined : free.get(personKey(person))?.shift()
    return other === undefined ? person : { ...person, id: other }
  })
}

const personKey = ({ discord, name }: { discord: string; name: string }): string =>
  JSON.stringify([nameKey(discord), nameKey(name)])
