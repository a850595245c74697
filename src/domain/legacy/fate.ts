import type { Employee, Roster } from '../model.ts'
import type { Op, OpResult } from '../op.ts'
import { archiveDocument } from './document.ts'
import { fieldsOf, parseJson } from './json.ts'
import type { PlannedArchive } from './types.ts'

/**
 * - `added`: by this run
 * - `there`: an earlier run, or a person, brought the same
 * - `differs`: it is there, with other content; nothing was changed
 * - `gone`: an earlier run brought it and somebody has deleted it since; it is not brought back
 * - `refused`: the cloud would not take it
 */
export type Fate = { is: 'added' | 'there' | 'differs' | 'gone' } | { is: 'refused'; code: string }

/**
 * What became of one op of a plan. An op that is known tells what the files said at the first run. One of other content, or a
 * clash, which stands there under another op, is compared with what the cloud holds.
 *
 * @param held the roster of the op's institution as it stood before, where the cloud had one
 */
export function fateOf(op: Op, result: OpResult, held: Roster | undefined): Fate {
  if (result.status === 'duplicate') return result.first ? fateOfFirst(op, result.first, held) : { is: 'there' }
  if (result.status === 'applied') return { is: 'added' }
  if (result.code === 'op_reused' || (result.status === 'conflict' && result.code === 'clash'))
    return { is: isSame(op, held) ? 'there' : 'differs' }
  return { is: 'refused', code: result.code ?? result.status }
}

const fateOfFirst = (op: Op, first: OpResult, held: Roster | undefined): Fate =>
  first.status === 'applied' ? { is: 'there' } : fateOf(op, first, held)

function isSame(op: Op, held: Roster | undefined): boolean {
  if (op.kind === 'institution.create') return !held || sameSetup(op, held)
  if (op.kind !== 'employee.create') return true
  const person = held?.employees.find(({ id }) => id === op.employee)
  return !person || samePerson(op, person)
}

/** Whether ranks and columns agree. */
export const sameSetup = (a: Pick<Roster, 'ranks' | 'columns'>, b: Pick<Roster, 'ranks' | 'columns'>): boolean =>
  sameJson([a.ranks, a.columns], [b.ranks, b.columns])

type Content = Pick<Employee, 'name' | 'discord' | 'rank' | 'fields' | 'points'>

/** Whether a person has the same name, rank, fields and points. */
export const samePerson = (a: Content, b: Content): boolean =>
  a.name === b.name &&
  a.discord === b.discord &&
  a.rank === b.rank &&
  a.points === b.points &&
  sameFields(a.fields, b.fields)

function sameFields(a: Employee['fields'], b: Employee['fields']): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
}

/** Whether an archive in the cloud says what the file says; under which ids is no matter. */
export function sameArchive(archive: PlannedArchive, body: string): boolean {
  const planned = Object.entries(archiveDocument(archive)).filter(([key]) => key !== 'ids')
  const parsed = parseJson(body)
  const held = 'value' in parsed ? fieldsOf(parsed.value) : null
  return held !== null && planned.every(([key, value]) => sameJson(value, held.get(key)))
}

/** Equality of JSON values, whatever the order of keys. */
const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)])
}
