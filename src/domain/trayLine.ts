import type { Id } from './model.ts'
import type { Op, OpKind, OpResult } from './op.ts'

/** An op that needs a person, in words a form can show. */
export interface TrayLine {
  id: Id
  kind: OpKind
  code: string | null
  at: number
  place: string
  people: string[]
  delta: number | null
  reason: string
  /** What both sides wanted, field by field. */
  values: { field: string; mine: string; theirs: string | null }[]
}

/** Names of the people and places an op may speak of. */
export interface Names {
  city: (id: Id) => string
  institution: (id: Id) => string
  employee: (id: Id) => string
}

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function orderOf(op: Extract<Op, { kind: 'city.order' | 'institution.order' }>, theirs: unknown, names: Names) {
  const listed = (ids: Id[]): string => ids.map(op.kind === 'city.order' ? names.city : names.institution).join(', ')
  const isList = Array.isArray(theirs) && theirs.every((id) => typeof id === 'string')
  return [{ field: 'order', mine: listed(op.order[1]), theirs: isList ? listed(theirs) : null }]
}

function valuesOf(op: Op, theirs: Record<string, unknown>, names: Names): TrayLine['values'] {
  if (op.kind === 'city.order' || op.kind === 'institution.order') return orderOf(op, theirs['order'], names)
  if (op.kind !== 'employee.edit') return []
  return Object.entries(op.set).map(([field, change]) => ({
    field: field.replace(/^fields\./, ''),
    mine: text(change?.[1]),
    theirs: field in theirs ? text(theirs[field]) : null,
  }))
}

function peopleOf(op: Op, names: Names): string[] {
  if (op.kind === 'employee.create') return [op.name]
  if ('employees' in op) return op.employees.map(names.employee)
  return 'employee' in op ? [names.employee(op.employee)] : []
}

function placeOf(op: Op, names: Names): string {
  if ('name' in op && !('employee' in op)) return typeof op.name === 'string' ? op.name : op.name[1]
  if ('institution' in op) return names.institution(op.institution)
  return 'city' in op ? names.city(op.city) : ''
}

export const trayLine = (op: Op, result: OpResult, at: number, names: Names): TrayLine => ({
  id: op.id,
  kind: op.kind,
  code: result.code ?? (result.status === 'denied' ? 'denied' : null),
  at,
  place: placeOf(op, names),
  people: peopleOf(op, names),
  delta: op.kind === 'points.add' ? op.delta : null,
  reason: op.kind === 'points.add' ? op.reason : '',
  values: valuesOf(op, result.theirs ?? {}, names),
})
