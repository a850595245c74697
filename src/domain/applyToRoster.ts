import type { Employee, Id, Roster } from './model.ts'
import type { EmployeeField, FieldValue, Op } from './op.ts'

/** What an op really did to points, per employee; from the ledger or from an op applied before it. */
export type Effects = (op: Id) => ReadonlyMap<Id, number> | undefined

export interface AppliedRoster {
  roster: Roster
  /** Employees touched by an op, with the ids of the ops in order. */
  touched: ReadonlyMap<Id, Id[]>
}

interface Draft {
  roster: Roster
  rows: Map<Id, Employee>
  touched: Map<Id, Id[]>
  effects: Map<Id, Map<Id, number>>
  ledger: Effects
}

/** The value of a field that an edit may name. */
export function fieldOf(employee: Employee, field: EmployeeField): FieldValue {
  if (field === 'name' || field === 'discord' || field === 'rank') return employee[field]
  return employee.fields[field.slice('fields.'.length)] ?? ''
}

function withField(employee: Employee, field: EmployeeField, value: FieldValue): Employee {
  if (field === 'rank') return { ...employee, rank: typeof value === 'number' ? value : null }
  if (field === 'name' || field === 'discord') return { ...employee, [field]: String(value ?? '') }
  const fields = { ...employee.fields, [field.slice('fields.'.length)]: String(value ?? '') }
  return { ...employee, fields }
}

/** Writes a touched row. `rev` stays the replica's: it is what a delete says it has seen. */
function write(draft: Draft, op: Op, employee: Employee): void {
  draft.rows.set(employee.id, { ...employee, touched: op.at })
  draft.touched.set(employee.id, [...(draft.touched.get(employee.id) ?? []), op.id])
}

function addPoints(draft: Draft, op: Op, deltas: Iterable<[Id, number]>): void {
  const effective = new Map<Id, number>()
  for (const [id, delta] of deltas) {
    const employee = draft.rows.get(id)
    if (!employee) continue
    const points = Math.max(0, employee.points + delta)
    effective.set(id, points - employee.points)
    write(draft, op, { ...employee, points })
  }
  draft.effects.set(op.id, effective)
}

/** All the fields of a three-way edit, or none when one of them stands at neither its old nor its new value. */
function edit(draft: Draft, op: Extract<Op, { kind: 'employee.edit' }>): void {
  const employee = draft.rows.get(op.employee)
  if (!employee) return
  const changes = Object.entries(op.set) as [EmployeeField, [FieldValue, FieldValue]][]
  const fits = changes.every(([field, [old, fresh]]) => [old, fresh].includes(fieldOf(employee, field)))
  if (!fits) return
  write(
    draft,
    op,
    changes.reduce((row, [field, [, fresh]]) => withField(row, field, fresh), employee),
  )
}

/** A create of someone who is there already does nothing, as on the server. */
function create(draft: Draft, op: Extract<Op, { kind: 'employee.create' }>): void {
  if (draft.rows.has(op.employee)) return
  const { employee: id, name, discord, rank, fields, points } = op
  write(draft, op, { id, name, discord, rank, fields, points: Math.max(0, points), rev: 0, touched: op.at })
}

/** The deltas of a points op; none when it belongs to another period, or nothing is known of what it undoes. */
function deltasOf(draft: Draft, op: Extract<Op, { kind: 'points.add' | 'points.undo' }>): [Id, number][] {
  if (op.period !== draft.roster.period) return []
  if (op.kind === 'points.add') return op.employees.map((id) => [id, op.delta])
  const done = draft.effects.get(op.target) ?? draft.ledger(op.target)
  return [...(done ?? [])].map(([id, effective]) => [id, -effective])
}

function applyOne(draft: Draft, op: Op): void {
  switch (op.kind) {
    case 'points.add':
    case 'points.undo':
      return addPoints(draft, op, deltasOf(draft, op))
    case 'employee.create':
      return create(draft, op)
    case 'employee.edit':
      return edit(draft, op)
    case 'employee.move':
    case 'employee.delete':
      draft.rows.delete(op.employee)
      return
    case 'institution.ranks':
      draft.roster = { ...draft.roster, ranks: op.ranks[1] }
      return
    case 'institution.columns':
      draft.roster = { ...draft.roster, columns: op.columns[1] }
      return
    case 'institution.create':
    case 'institution.rename':
    case 'institution.delete':
    case 'city.create':
    case 'city.rename':
    case 'city.order':
    case 'institution.order':
    case 'city.delete':
      return
  }
}

/**
 * A roster as its user sees it: the verified replica with the own ops that it does not contain yet, applied as the server
 * will (points never under 0, three-way edits, closed periods left out). The replica's objects are not changed.
 *
 * @param arrivals employees that ops move here from elsewhere, as they stand there
 */
export function applyToRoster(
  roster: Roster,
  ops: readonly Op[],
  ledger: Effects = () => undefined,
  arrivals: ReadonlyMap<Id, Employee> = new Map(),
): AppliedRoster {
  const { institution } = roster
  const own = ops.filter((op) => 'institution' in op && (op.institution === institution || isArrival(op, institution)))
  if (own.length === 0) return { roster, touched: new Map() }
  const rows = new Map(roster.employees.map((employee) => [employee.id, employee]))
  const draft: Draft = { roster, rows, touched: new Map(), effects: new Map(), ledger }
  for (const op of own) {
    if (!isArrival(op, institution)) applyOne(draft, op)
    else if (arrivals.has(op.employee)) write(draft, op, arrivals.get(op.employee) as Employee)
  }
  return { roster: { ...draft.roster, employees: [...rows.values()] }, touched: draft.touched }
}

const isArrival = (op: Op, institution: Id): op is Extract<Op, { kind: 'employee.move' }> =>
  op.kind === 'employee.move' && op.to === institution
