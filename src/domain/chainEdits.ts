import type { Change, EmployeeField, FieldValue, OpBody } from './op.ts'

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Takes a change of a thing, by name; gives it as it will be found, or null when the thing is as it should be by then. */
type Follow = <T>(thing: string, change: Change<T>) => Change<T> | null

/** What one change leaves is what the next one of the same thing finds. */
function following(): Follow {
  const left = new Map<string, unknown>()
  return <T>(thing: string, [old, fresh]: Change<T>): Change<T> | null => {
    const stands = left.has(thing) ? (left.get(thing) as T) : old
    left.set(thing, fresh)
    return isSame(stands, fresh) ? null : [stands, fresh]
  }
}

function chainEmployee(body: Extract<OpBody, { kind: 'employee.edit' }>, follow: Follow): OpBody | null {
  const fields = Object.entries(body.set) as [EmployeeField, Change<FieldValue>][]
  const set = fields.flatMap(([field, change]): [EmployeeField, Change<FieldValue>][] => {
    const next = follow(`${body.employee} ${field}`, change)
    return next ? [[field, next]] : []
  })
  return set.length === 0 ? null : { ...body, set: Object.fromEntries(set) }
}

/**
 * For edits that were each renewed on today's state and are now sent together, in the order in which they were made: where two
 * change the same thing, the later one follows from the earlier, and the last one stands. Without that the cloud would take the first and
 * refuse the others as a clash with this person's own edit.
 */
export function chainEdits(bodies: readonly OpBody[]): OpBody[] {
  const follow = following()
  return bodies.flatMap((body) => chained(body, follow) ?? [])
}

function chained(body: OpBody, follow: Follow): OpBody | null {
  if (body.kind === 'employee.edit') return chainEmployee(body, follow)
  if (body.kind === 'city.rename' || body.kind === 'institution.rename') {
    const name = follow(`${'city' in body ? body.city : body.institution} name`, body.name)
    return name && { ...body, name }
  }
  if (body.kind === 'city.order' || body.kind === 'institution.order') {
    const order = follow(`${'city' in body ? body.city : ''} order`, body.order)
    return order && { ...body, order }
  }
  if (body.kind === 'institution.ranks') {
    const ranks = follow(`${body.institution} ranks`, body.ranks)
    return ranks && { ...body, ranks }
  }
  if (body.kind === 'institution.columns') {
    const columns = follow(`${body.institution} columns`, body.columns)
    return columns && { ...body, columns }
  }
  return body
}
