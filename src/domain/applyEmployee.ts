import { limits } from './checkOp.ts'
import { type Applying, type OpOf, type OpenRoster, rosterOf, write } from './applying.ts'
import type { Employee } from './model.ts'
import { clean } from './names.ts'
import type { Change, EmployeeField, FieldValue } from './op.ts'

const columnOf = (field: EmployeeField): string | null =>
  field.startsWith('fields.') ? field.slice('fields.'.length) : null

/** Whether an employee has that field where these are the columns. */
export function isIn(columns: readonly string[], field: EmployeeField): boolean {
  const column = columnOf(field)
  return column === null || columns.includes(column)
}

/** The value of a field that an edit may name. */
export function fieldOf({ fields, ...employee }: Employee, field: EmployeeField): FieldValue {
  if (field === 'name' || field === 'discord' || field === 'rank') return employee[field]
  const column = columnOf(field) ?? ''
  return Object.hasOwn(fields, column) ? (fields[column] ?? '') : ''
}

/** Empty fields are left out, as the cloud does. */
const filled = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''))

function withField(employee: Employee, field: EmployeeField, value: FieldValue): Employee {
  if (field === 'rank') return { ...employee, rank: typeof value === 'number' ? value : null }
  const text = String(value ?? '')
  if (field === 'name' || field === 'discord') return { ...employee, [field]: clean(text) }
  return { ...employee, fields: filled({ ...employee.fields, [columnOf(field) ?? '']: text }) }
}

/** Nothing and empty text are the same. */
const same = (a: FieldValue, b: FieldValue): boolean => (a ?? '') === (b ?? '')

/** Values of columns that are no more stay in the row as long as there is room. */
function withRoom(employee: Employee, columns: readonly string[]): Employee {
  const fields = Object.entries(employee.fields)
  if (fields.length <= limits.columns) return employee
  return { ...employee, fields: Object.fromEntries(fields.filter(([column]) => columns.includes(column))) }
}

/** All the fields of a three-way edit, or none: when one stands at neither its old nor its new value, or its column is gone. */
export function editEmployee(state: Applying, op: OpOf<'employee.edit'>): void {
  const place = rosterOf(state, op.institution)
  const employee = place?.rows.get(op.employee)
  if (!place || !employee) return
  const { columns } = place.roster
  const changes = Object.entries(op.set) as [EmployeeField, Change<FieldValue>][]
  const fits = changes.every(([field, [old, fresh]]) => {
    const now = fieldOf(employee, field)
    const becomes = fieldOf(withField(employee, field, fresh), field)
    return isIn(columns, field) && (same(now, old) || same(now, becomes))
  })
  if (!fits) return
  const edited = changes.reduce((row, [field, [, fresh]]) => withField(row, field, fresh), employee)
  write(place, op, withRoom(edited, columns))
}

/** A create of someone who is there already does nothing, as on the server. */
export function createEmployee(state: Applying, op: OpOf<'employee.create'>): void {
  const place = rosterOf(state, op.institution)
  if (!place || [...state.rosters.values()].some(({ rows }) => rows.has(op.employee))) return
  const { employee: id, rank, points } = op
  const [name, discord] = [clean(op.name), clean(op.discord)]
  write(place, op, { id, name, discord, rank, fields: filled(op.fields), points, rev: 0, touched: op.at })
}

/** The row, when it can still be the one that was seen: more revisions than own ops made are somebody else's. */
function seenRow(place: OpenRoster, op: OpOf<'employee.move' | 'employee.delete'>): Employee | undefined {
  const row = place.rows.get(op.employee)
  return row && row.rev <= op.seen + op.after.length ? row : undefined
}

/** Only as it was seen. */
export function deleteEmployee(state: Applying, op: OpOf<'employee.delete'>): void {
  const place = rosterOf(state, op.institution)
  if (place && seenRow(place, op)) place.rows.delete(op.employee)
}

/** With the points. Where the new place is not kept on this device, the person is only seen to leave. */
export function moveEmployee(state: Applying, op: OpOf<'employee.move'>): void {
  const [from, to] = [rosterOf(state, op.institution), rosterOf(state, op.to)]
  const row = from && seenRow(from, op)
  if (!row || !state.institutions.has(op.to)) return
  from.rows.delete(op.employee)
  if (to) write(to, op, row)
}
