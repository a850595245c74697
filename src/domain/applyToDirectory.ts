import type { City, Directory, Id, Institution } from './model.ts'
import type { Op } from './op.ts'

interface Draft {
  cities: Map<Id, City>
  institutions: Map<Id, Institution>
}

function rename<T extends { name: string }>(rows: Map<Id, T>, id: Id, [old, fresh]: [string, string]): void {
  const row = rows.get(id)
  if (row && (row.name === old || row.name === fresh)) rows.set(id, { ...row, name: fresh })
}

function applyOne({ cities, institutions }: Draft, op: Op): void {
  switch (op.kind) {
    case 'city.create':
      if (!cities.has(op.city)) cities.set(op.city, { id: op.city, name: op.name })
      return
    case 'city.rename':
      return rename(cities, op.city, op.name)
    case 'city.delete':
      cities.delete(op.city)
      for (const { id, city } of institutions.values()) if (city === op.city) institutions.delete(id)
      return
    case 'institution.create':
      if (cities.has(op.city) && !institutions.has(op.institution)) {
        institutions.set(op.institution, { id: op.institution, city: op.city, name: op.name })
      }
      return
    case 'institution.rename':
      return rename(institutions, op.institution, op.name)
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
