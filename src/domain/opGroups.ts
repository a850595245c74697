import type { Op, OpKind } from './op.ts'
import { idsOfOp, type OpNames } from './opNames.ts'

/** Edits of one kind in one place, for a list that people can look through. */
export interface OpGroup {
  kind: OpKind
  place: string
  count: number
  people: string[]
}

/** Gathers edits by kind and place, in the order of the first of each, named as they were when they were made. */
export function opGroups(rows: readonly { op: Op; names?: OpNames }[]): OpGroup[] {
  const groups = new Map<string, OpGroup>()
  for (const { op, names = {} } of rows) {
    const { people, places } = idsOfOp(op)
    const place = 'name' in op && !('employee' in op) ? newName(op.name) : (names[places[0] ?? ''] ?? '')
    const key = `${op.kind} ${places[0] ?? ''}`
    const group = groups.get(key) ?? { kind: op.kind, place, count: 0, people: [] }
    group.count += 1
    const called = op.kind === 'employee.create' ? [op.name] : people.flatMap((id) => names[id] ?? [])
    group.people.push(...called.filter((name) => !group.people.includes(name)))
    groups.set(key, group)
  }
  return [...groups.values()]
}

const newName = (name: string | [string, string]): string => (typeof name === 'string' ? name : name[1])
