import type { Id } from '../model.ts'
import type { Op, OpBody } from '../op.ts'
import type { IdOf, LegacyEmployee, LegacyPlan } from './types.ts'

/** Stands where no file says when: an op must be the same, to the byte, at every run. */
const noTime = Date.UTC(2026, 0, 1)

/**
 * The plan as ops of one person, cities first. An op's id comes from the person and the entity, not from the content:
 * the same content again is a duplicate to the cloud, other content an op id used twice, and neither changes anything.
 */
export function opsOfPlan(plan: LegacyPlan, user: Id, idOf: IdOf): Op[] {
  const op = (entity: Id, at: number, body: OpBody): Op => ({
    id: idOf(JSON.stringify(['op', user, body.kind, entity])),
    user,
    at,
    ...body,
  })
  return [
    ...plan.cities.map(({ id, name }) => op(id, noTime, { kind: 'city.create', city: id, name })),
    ...plan.institutions.map(({ id, cityId, institution, ranks, columns }) =>
      op(id, noTime, { kind: 'institution.create', institution: id, city: cityId, name: institution, ranks, columns }),
    ),
    ...plan.institutions.flatMap((place) =>
      place.employees.map((person) => op(person.id, person.at ?? noTime, createOf(place.id, person))),
    ),
  ]
}

const createOf = (institution: Id, { id, name, discord, rank, fields, points }: LegacyEmployee): OpBody => ({
  kind: 'employee.create',
  institution,
  employee: id,
  name,
  discord,
  rank,
  fields,
  points,
})
