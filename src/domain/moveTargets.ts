import type { Id } from './model.ts'
import type { DirectoryCity, DirectoryInstitution } from './views.ts'

/** A move as it is being decided; without a choice of one's own an id is empty. */
export interface MoveForm {
  /** Whoever was selected; their names say who has left meanwhile. */
  people: { id: Id; name: string }[]
  city: Id
  institution: Id
}

/**
 * What a form says today: the city chosen, else the one that they are in, else the first; of a city with one institution that one.
 *
 * @param here the city that they are in
 */
export function moveChoice(
  cities: readonly DirectoryCity[],
  { city, institution }: Pick<MoveForm, 'city' | 'institution'>,
  here: Id,
): { city: DirectoryCity | undefined; to: DirectoryInstitution | undefined } {
  const of = (id: Id) => cities.find((one) => one.id === id)
  const chosen = of(city) ?? of(here) ?? cities[0]
  const some = chosen?.institutions ?? []
  return { city: chosen, to: some.find(({ id }) => id === institution) ?? (some.length === 1 ? some[0] : undefined) }
}

/** Where somebody may be moved to from an institution: what may be edited, but itself; cities with nothing of it are left out. */
export const moveTargets = (cities: readonly DirectoryCity[], from: Id): DirectoryCity[] =>
  cities
    .map((city) => ({
      ...city,
      institutions: city.institutions.filter(({ id, can }) => id !== from && can.includes('edit')),
    }))
    .filter(({ institutions }) => institutions.length > 0)
