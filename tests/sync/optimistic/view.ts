import { directoryView, rosterView } from '../../../src/db/queries.ts'
import type { PunctajDb } from '../../../src/db/schema.ts'
import { sortPlaces } from '../../../src/domain/sortPlaces.ts'
import type { DirectoryCity, RosterView } from '../../../src/domain/views.ts'

/** Everything that a person sees of the shared state. */
export interface Seen {
  cities: readonly DirectoryCity[]
  rosters: RosterView[]
}

export async function look(db: PunctajDb): Promise<Seen> {
  const cities = sortPlaces((await directoryView(db)).cities)
  const ids = cities.flatMap(({ institutions }) => institutions).map(({ id }) => id)
  const rosters = await Promise.all(ids.map((id) => rosterView(db, id)))
  return { cities, rosters: rosters.filter((roster) => roster !== null) }
}

/** What must be the same before and after the push: all of it but the marks of what is on its way, and server times. */
export const essence = ({ cities, rosters }: Seen) => ({
  cities: cities.map(({ id, name, place, institutions }) => ({
    id,
    name,
    place,
    institutions: institutions.map((one) => [one.id, one.name, one.place, one.employees, one.points]),
  })),
  rosters: rosters.map(({ institution, city, period, ranks, columns, rows }) => ({
    institution,
    city,
    period,
    ranks,
    columns,
    people: Object.fromEntries(
      [...rows]
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(({ id, name, discord, rank, role, fields, points }) => [
          id,
          { name, discord, rank, role, fields, points },
        ]),
    ),
  })),
})
