import type { Id } from '../model.ts'
import type { Op, OpBody } from '../op.ts'
import type { IdOf, LegacyEmployee, LegacyPlan } from './types.ts'

/** Stands where no file says when: an op must be the same, to the byte, at every run. */
const noTime = Date.UTC(2026, 0, 1)

/**
 * The plan as ops of one person, cities first. An op's id comes from the person and the entity, not from the content:
 * the same content again is a duplicate to the cloud, other content an op id used twice, and neither changes anything.
 */
export const opsOfPlan = (plan: LegacyPlan, user: Id, idOf: IdOf): Op[] => [...eachOp(plan, user, idOf)]

/** The same, each made when it is asked for. */
export function* eachOp({ cities, institutions }: LegacyPlan, user: Id, idOf: IdOf): Generator<Op, void> {
  const op = (entity: Id, at: number, body: OpBody): Op => ({
    id: idOf(JSON.stringify(['op', user, body.kind, entity])),
    user,
    at,
    ...body,
  })
  for (const { id, name } of cities) yield op(id, noTime, { kind: 'city.create', city: id, name })
  for (const { id, cityId, institution, ranks, columns } of institutions)
    yield op(id, noTime, {
      kind: 'institution.create',
      institution: id,
      city: cityId,
      name: institution,
      ranks,
      columns,
    })
  for (const { id, employees } of institutions)
    for (const person of employees) yield op(person.id, person.at ?? noTime, createOf(id, person))
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
