import type { Id } from './model.ts'
import type { PlaceTarget } from './placeMenu.ts'
import type { DirectoryCity } from './views.ts'

/** A target as it stands now; null when it is gone. */
export function placeNow(
  { city, institution }: { city: { id: Id }; institution: { id: Id } | null },
  cities: readonly DirectoryCity[],
): PlaceTarget | null {
  const home = cities.find(({ id }) => id === city.id)
  const place = home?.institutions.find(({ id }) => id === institution?.id)
  if (!home || (institution && !place)) return null
  return { city: home, institution: place ?? null }
}

/** Names that a city, or an institution in this one, cannot take: those of the others. */
export function namesBeside({ city, institution }: PlaceTarget, cities: readonly DirectoryCity[]): string[] {
  const rows = institution ? (cities.find(({ id }) => id === city.id)?.institutions ?? []) : cities
  const own = (institution ?? city).id
  return rows.filter(({ id }) => id !== own).map(({ name }) => name)
}

/** What is on the screen: an institution, or a city without one. */
export interface OpenPlace {
  city: Id | null
  institution: Id | null
}

/**
 * Where to go when a place is deleted that is open: the institution after it in its city, or the one before, or none.
 *
 * @returns undefined when what is open stays
 */
export function placeAfter({ city, institution }: PlaceTarget, open: OpenPlace): Id | null | undefined {
  if (institution === null) {
    return city.id === open.city || city.institutions.some(({ id }) => id === open.institution) ? null : undefined
  }
  if (institution.id !== open.institution) return undefined
  const at = city.institutions.findIndex(({ id }) => id === institution.id)
  return (city.institutions[at + 1] ?? city.institutions[at - 1])?.id ?? null
}
