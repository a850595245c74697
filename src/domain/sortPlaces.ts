import type { DirectoryCity } from './views.ts'

const collator = new Intl.Collator('ro', { numeric: true })
const byName = (a: { name: string }, b: { name: string }): number => collator.compare(a.name, b.name)

/** Cities and their institutions by name; the directory has them by id. */
export const sortPlaces = (cities: readonly DirectoryCity[]): DirectoryCity[] =>
  cities.map((city) => ({ ...city, institutions: [...city.institutions].sort(byName) })).sort(byName)
