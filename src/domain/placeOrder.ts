import type { Id } from './model.ts'
import type { OpBody } from './op.ts'
import type { PlaceTarget } from './placeMenu.ts'
import { placed } from './sortPlaces.ts'
import type { DirectoryCity, DirectoryInstitution } from './views.ts'

/** The list with one of them a step earlier or later; null when there is no room. */
function moved(ids: Id[], id: Id, by: -1 | 1): Id[] | null {
  const at = ids.indexOf(id)
  const other = ids[at + by]
  if (at < 0 || other === undefined) return null
  return ids.map((one) => (one === id ? other : one === other ? id : one))
}

/** The op that moves a city among the cities, or an institution among those of its city, by one place as they are shown. */
export function moveOp(
  { city, institution }: PlaceTarget,
  cities: readonly DirectoryCity[],
  by: -1 | 1,
): OpBody | null {
  const rows: readonly (DirectoryCity | DirectoryInstitution)[] = institution ? city.institutions : cities
  const ids = rows.map(({ id }) => id)
  const order = moved(ids, (institution ?? city).id, by)
  if (!order) return null
  const was = (institution ? placed(city.institutions) : placed(cities)).map(({ id }) => id)
  return institution
    ? { kind: 'institution.order', city: city.id, order: [was, order] }
    : { kind: 'city.order', order: [was, order] }
}
