import type { Id } from './model.ts'
import type { DirectoryCity } from './views.ts'

/** Where somebody may be moved to from an institution: what may be edited, but itself; cities with nothing of it are left out. */
export const moveTargets = (cities: readonly DirectoryCity[], from: Id): DirectoryCity[] =>
  cities
    .map((city) => ({
      ...city,
      institutions: city.institutions.filter(({ id, can }) => id !== from && can.includes('edit')),
    }))
    .filter(({ institutions }) => institutions.length > 0)
