import { type ArchivedPerson, isNamed } from './archivePeople.ts'
import { calledKey } from './calledKey.ts'
import type { Employee, Id } from './model.ts'

/** What a restore would do to today's roster. */
export interface RestorePreview {
  back: { name: string; from: number; to: number }[]
  recreated: { name: string; points: number }[]
  /** Not in the archive: they stay as they are, or go when everything is replaced. */
  rest: { name: string; points: number }[]
  same: number
}

/** Finds today's person: by id, else (documents of the old program have none) by name and nick, twins in order. */
function finder(now: readonly Employee[]): (person: ArchivedPerson) => Employee | undefined {
  const byId = new Map<Id, Employee>(now.map((employee) => [employee.id, employee]))
  const byName = new Map<string, Employee[]>()
  for (const employee of [...now].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    byName.set(calledKey(employee), [...(byName.get(calledKey(employee)) ?? []), employee])
  }
  return (person) => (person.id === null ? byName.get(calledKey(person))?.shift() : byId.get(person.id))
}

/** Compares an archive's people with today's, the way the server will match them. */
export function restorePreview(people: readonly ArchivedPerson[], now: readonly Employee[]): RestorePreview {
  const find = finder(now)
  const met = new Set<Id>()
  const preview: RestorePreview = { back: [], recreated: [], rest: [], same: 0 }
  for (const person of people) {
    if (!isNamed(person)) continue
    const employee = find(person)
    if (employee) met.add(employee.id)
    if (!employee) preview.recreated.push({ name: person.name || person.discord, points: person.points })
    else if (employee.points === person.points) preview.same++
    else preview.back.push({ name: employee.name, from: employee.points, to: person.points })
  }
  preview.rest = now.filter(({ id }) => !met.has(id)).map(({ name, points }) => ({ name, points }))
  return preview
}
