import type { DirectoryCity } from './views.ts'

interface Place {
  name: string
  place: number | null
}

const collator = new Intl.Collator('ro', { numeric: true })
const inOrder = (a: Place, b: Place): number =>
  (a.place ?? Infinity) - (b.place ?? Infinity) || collator.compare(a.name, b.name)

/** Those that somebody put in an order, in it. */
export const placed = <T extends Place>(rows: readonly T[]): T[] =>
  rows.filter(({ place }) => place !== null).sort(inOrder)

/** Cities and their institutions in the order that people gave them, the others after by name; the directory has them by id. */
export const sortPlaces = (cities: readonly DirectoryCity[]): DirectoryCity[] =>
  cities.map((city) => ({ ...city, institutions: [...city.institutions].sort(inOrder) })).sort(inOrder)
