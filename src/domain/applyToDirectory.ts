import type { City, Directory, Id, Institution } from './model.ts'
import type { Change, Op } from './op.ts'
import { placed } from './sortPlaces.ts'

interface Draft {
  cities: Map<Id, City>
  institutions: Map<Id, Institution>
}

function rename<T extends { name: string }>(rows: Map<Id, T>, id: Id, [old, fresh]: [string, string]): void {
  const row = rows.get(id)
  if (row && (row.name === old || row.name === fresh)) rows.set(id, { ...row, name: fresh })
}

/** Three ways, as the server: places that are gone do not count, those without a place come after. */
function reorder<T extends City>(rows: Map<Id, T>, among: (row: T) => boolean, [old, fresh]: Change<Id[]>): void {
  const here = [...rows.values()].filter(among)
  const known = new Set(here.map(({ id }) => id))
  const [seen, wanted] = [old, fresh].map((ids) => ids.filter((id) => known.has(id))) as [Id[], Id[]]
  const now = placed(here).map(({ id }) => id)
  if (![seen, wanted].some((ids) => String(ids) === String(now))) return
  const places = new Map(wanted.map((id, index) => [id, index + 1]))
  for (const row of here) rows.set(row.id, { ...row, place: places.get(row.id) ?? null })
}

function applyOne({ cities, institutions }: Draft, op: Op): void {
  switch (op.kind) {
    case 'city.create':
      if (!cities.has(op.city)) cities.set(op.city, { id: op.city, name: op.name, place: null })
      return
    case 'city.rename':
      return rename(cities, op.city, op.name)
    case 'city.order':
      return reorder(cities, () => true, op.order)
    case 'city.delete':
      cities.delete(op.city)
      for (const { id, city } of institutions.values()) if (city === op.city) institutions.delete(id)
      return
    case 'institution.create':
      if (cities.has(op.city) && !institutions.has(op.institution)) {
        institutions.set(op.institution, { id: op.institution, city: op.city, name: op.name, place: null })
      }
      return
    case 'institution.rename':
      return rename(institutions, op.institution, op.name)
    case 'institution.order':
      return reorder(institutions, ({ city }) => city === op.city, op.order)
    case 'institution.delete':
      institutions.delete(op.institution)
      return
    case 'points.add':
    case 'points.undo':
    case 'employee.create':
    case 'employee.edit':
    case 'employee.move':
    case 'employee.delete':
    case 'institution.ranks':
    case 'institution.columns':
      return
  }
}

/** The directory as its user sees it: the replica with the own ops that it does not contain yet. */
export function applyToDirectory(directory: Directory, ops: readonly Op[]): Directory {
  if (ops.length === 0) return directory
  const draft: Draft = {
    cities: new Map(directory.cities.map((city) => [city.id, city])),
    institutions: new Map(directory.institutions.map((institution) => [institution.id, institution])),
  }
  for (const op of ops) applyOne(draft, op)
  return { cities: [...draft.cities.values()], institutions: [...draft.institutions.values()] }
}
