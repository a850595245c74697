import type { Id } from '../domain/model.ts'
import type { OpBody } from '../domain/op.ts'
import { idsOfOp, type OpNames } from '../domain/opNames.ts'
import type { Replica } from './replica.ts'

/** Most names that go along with one op: an award to a thousand is told by the first ones. */
const mostNames = 50

/** Finds the names of an op's people and places in the replica, for the day when they are no longer in it. */
export function namesOf(replica: Replica): (op: OpBody) => OpNames {
  const { cities, institutions } = replica.directory()
  const places = new Map([...cities, ...institutions].map(({ id, name }) => [id, name]))
  const cityOf = new Map(institutions.map(({ id, city }) => [id, city]))
  const rosters = new Map<Id, Map<Id, string>>()

  function peopleOf(institution: Id): Map<Id, string> {
    const known = rosters.get(institution)
    if (known) return known
    const employees = replica.roster(institution)?.roster.employees ?? []
    const fresh = new Map(employees.map(({ id, name }) => [id, name]))
    rosters.set(institution, fresh)
    return fresh
  }

  return (op) => {
    const ids = idsOfOp(op)
    const people = 'institution' in op && ids.people.length > 0 ? peopleOf(op.institution) : undefined
    const cities = ids.places.flatMap((id) => cityOf.get(id) ?? [])
    const named = (id: Id, name: string | undefined): [Id, string][] => (name === undefined ? [] : [[id, name]])
    return Object.fromEntries([
      ...ids.people.slice(0, mostNames).flatMap((id) => named(id, people?.get(id))),
      ...[...ids.places, ...cities].flatMap((id) => named(id, places.get(id))),
    ])
  }
}
