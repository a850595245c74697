import type { Employee, Id, Roster } from './model.ts'
import type { InstitutionChanges } from './views.ts'

const isSame = (a: Employee, b: Employee): boolean => a.rev === b.rev && a.points === b.points && a.name === b.name

/** What a resync brought to one institution ("Ce s-a schimbat"); null when no person came, left or changed. */
export function diffRosters(
  { id, name }: { id: Id; name: string },
  before: Roster | null,
  after: Roster | null,
): InstitutionChanges | null {
  const old = new Map(before?.employees.map((employee) => [employee.id, employee]))
  const fresh = new Map(after?.employees.map((employee) => [employee.id, employee]))
  const came = [...fresh.values()].filter((employee) => !old.has(employee.id)).map((employee) => employee.name)
  const left = [...old.values()].filter((employee) => !fresh.has(employee.id)).map((employee) => employee.name)
  const changed = [...fresh.values()].flatMap((employee) => {
    const was = old.get(employee.id)
    if (!was || isSame(was, employee)) return []
    return [{ name: employee.name, from: was.points, to: employee.points, delta: employee.points - was.points }]
  })
  return came.length + left.length + changed.length === 0 ? null : { id, name, came, left, changed }
}
