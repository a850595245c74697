import type { Id } from './model.ts'
import type { OpBody } from './op.ts'

/** What the ids in an op were called when it was made. People and places may be gone when it has to be spoken of. */
export type OpNames = Record<Id, string>

/** The people, institutions and cities that an op speaks of. */
export function idsOfOp(op: OpBody): { people: Id[]; places: Id[] } {
  const people = 'employees' in op ? op.employees : 'employee' in op ? [op.employee] : []
  const places = [
    ...('institution' in op ? [op.institution] : []),
    ...('city' in op ? [op.city] : []),
    ...(op.kind === 'employee.move' ? [op.to] : []),
    ...(op.kind === 'city.delete' ? op.seen : []),
  ]
  return { people, places }
}
