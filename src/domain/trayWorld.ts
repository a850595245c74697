import type { Directory, Employee, Id, Roster } from './model.ts'
import type { Op, OpBody, OpResult } from './op.ts'

/** Today's state, as far as this person sees it: what an op in the tray is held against. */
export interface TrayWorld {
  directory: Directory
  roster: (institution: Id) => Roster | null
  /** Whether the person has the rights that an op needs. */
  mayDo: (body: OpBody) => boolean
  /** What an id was called, today or when the op was made. */
  name: (id: Id) => string
}

/** An op that needs a person, and what the server said of it. */
export interface Refused {
  op: Op
  result: OpResult
}

const isId = (value: unknown): value is Id => typeof value === 'string'

/** Where an op about a place's people belongs today: the one employee may have been moved meanwhile. */
export function placeNow({ op, result }: Refused, world: TrayWorld): { id: Id; roster: Roster | null } | null {
  if (!('institution' in op)) return null
  const to = result.theirs?.['to']
  const id = isId(to) && world.roster(to) ? to : op.institution
  return { id, roster: world.roster(id) }
}

/** Somebody's row, where the roster is held and they are in it. */
export const employeeIn = (roster: Roster | null | undefined, id: Id): Employee | undefined =>
  roster?.employees.find((one) => one.id === id)

/** Code of a refusal; a plain `denied` has none of its own. */
export const codeOfRefusal = ({ status, code }: OpResult): string => code ?? (status === 'denied' ? 'denied' : 'bad_op')
