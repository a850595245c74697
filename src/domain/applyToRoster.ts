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
  institution: Id
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

function applyOne(draft: Draft, op: Op): void {
  const { roster, rows } = draft
  switch (op.kind) {
    case 'points.add':
      if (op.period === roster.period) {
        addPoints(
          draft,
          op,
          op.employees.map((id) => [id, op.delta]),
        )
      }
      return
    case 'points.undo': {
      const done = draft.effects.get(op.target) ?? draft.ledger(op.target)
      if (op.period === roster.period && done) {
        addPoints(
          draft,
          op,
          [...done].map(([id, effective]) => [id, -effective]),
        )
      }
      return
    }
    case 'employee.create':
      if (!rows.has(op.employee)) {
        const { employee: id, name, discord, rank, fields, points } = op
        write(draft, op, { id, name, discord, rank, fields, points: Math.max(0, points), rev: 0, touched: op.at })
      }
      return
    case 'employee.edit':
      return edit(draft, op)
    case 'employee.move':
      if (op.to !== draft.institution) rows.delete(op.employee)
      return
    case 'employee.delete':
      rows.delete(op.employee)
      return
    case 'institution.ranks':
      draft.roster = { ...roster, ranks: op.ranks[1] }
      return
    case 'institution.columns':
      draft.roster = { ...roster, columns: op.columns[1] }
      return
    case 'institution.create':
    case 'institution.rename':
    case 'institution.delete':
    case 'city.create':
    case 'city.rename':
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
  const draft: Draft = { institution, roster, rows, touched: new Map(), effects: new Map(), ledger }
  for (const op of own) {
    const arrival = isArrival(op, institution) ? arrivals.get(op.employee) : undefined
    if (arrival) write(draft, op, arrival)
    else applyOne(draft, op)
  }
  return { roster: { ...draft.roster, employees: [...rows.values()] }, touched: draft.touched }
}

const isArrival = (op: Op, institution: Id): op is Extract<Op, { kind: 'employee.move' }> =>
  op.kind === 'employee.move' && op.to === institution
