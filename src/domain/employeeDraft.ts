import type { Employee, Id } from './model.ts'
import type { Change, EmployeeField, FieldValue, OpBody } from './op.ts'

/** What the form of one employee holds. `points` counts only for a new one. */
export interface EmployeeDraft {
  name: string
  discord: string
  rank: number | null
  fields: Record<string, string>
  points: number
}

/** The form of one employee as it is filled in. */
export interface EmployeeForm {
  /** Whom it is about; of a new one the id that they will have, so that saving twice makes one person. */
  id: Id
  /** The values that this person's changes start from; null for a new one. */
  base: EmployeeDraft | null
  now: EmployeeDraft
}

/** A field that this person and somebody else have changed, and what it holds now without this form. */
export interface FieldClash {
  field: EmployeeField
  theirs: FieldValue
}

/** A form's first values: those of an employee, or of nobody yet. */
export function draftOf(employee: Employee | null, columns: readonly string[]): EmployeeDraft {
  const fields = Object.fromEntries(columns.map((column) => [column, employee?.fields[column] ?? '']))
  return {
    name: employee?.name ?? '',
    discord: employee?.discord ?? '',
    rank: employee?.rank ?? null,
    fields,
    points: employee?.points ?? 0,
  }
}

const copyDraft = (draft: EmployeeDraft): EmployeeDraft => ({ ...draft, fields: { ...draft.fields } })
const copyForm = ({ id, base, now }: EmployeeForm): EmployeeForm => ({
  id,
  base: base && copyDraft(base),
  now: copyDraft(now),
})

/** The form of an employee, or of a new one who will have `id`. */
export function openForm(employee: Employee | null, columns: readonly string[], id: Id): EmployeeForm {
  const now = draftOf(employee, columns)
  return { id: employee?.id ?? id, base: employee && copyDraft(now), now }
}

/** The same person as somebody new: whoever was edited has been deleted meanwhile. */
export const asNew = (form: EmployeeForm, id: Id): EmployeeForm => ({ id, base: null, now: form.now })

/** Every field that either of two drafts has. */
function fieldsOf(...drafts: EmployeeDraft[]): EmployeeField[] {
  const columns = new Set(drafts.flatMap(({ fields }) => Object.keys(fields)))
  return ['name', 'discord', 'rank', ...[...columns].map((column) => `fields.${column}` as const)]
}

function get(draft: EmployeeDraft, field: EmployeeField): FieldValue {
  if (field === 'name' || field === 'discord' || field === 'rank') return draft[field]
  return draft.fields[field.slice('fields.'.length)] ?? ''
}

function put(draft: EmployeeDraft, field: EmployeeField, value: FieldValue): void {
  if (field === 'rank') draft.rank = typeof value === 'number' ? value : null
  else if (field === 'name' || field === 'discord') draft[field] = String(value ?? '')
  else draft.fields[field.slice('fields.'.length)] = String(value ?? '')
}

const trimmed = (value: FieldValue): FieldValue => (typeof value === 'string' ? value.trim() : value)

/** Fields that this person has changed: spaces around a text are none. */
export function changedFields({ base, now }: EmployeeForm): EmployeeField[] {
  if (base === null) return []
  return fieldsOf(base, now).filter((field) => ![get(now, field), trimmed(get(now, field))].includes(get(base, field)))
}

/** Fields where this person's value and somebody else's newer one both want to stand. */
export function clashesOf(form: EmployeeForm, theirs: EmployeeDraft): FieldClash[] {
  const { base, now } = form
  if (base === null) return []
  const clashing = (field: EmployeeField) =>
    get(theirs, field) !== get(base, field) && get(theirs, field) !== trimmed(get(now, field))
  return changedFields(form)
    .filter(clashing)
    .map((field) => ({ field, theirs: get(theirs, field) }))
}

/** The form after the employee has changed elsewhere: what this person left alone follows, what they changed stays with its base. */
export function followForm(form: EmployeeForm, theirs: EmployeeDraft): EmployeeForm {
  if (form.base === null) return form
  const next = copyForm(form)
  const mine = new Set(changedFields(form))
  for (const field of fieldsOf(form.base, form.now, theirs)) {
    const value = get(theirs, field)
    if (mine.has(field) && trimmed(get(form.now, field)) !== value) continue
    put(next.now, field, value)
    if (next.base) put(next.base, field, value)
  }
  return next
}

/** The form after its person has decided about a field: `mine` now replaces their value knowingly, else theirs is taken. */
export function settleField(form: EmployeeForm, { field, theirs }: FieldClash, mine: boolean): EmployeeForm {
  const next = copyForm(form)
  if (next.base) put(next.base, field, theirs)
  if (!mine) put(next.now, field, theirs)
  return next
}

/** The edit that a form asks for: each field that was changed, with the value the change started from; null when there is none. */
export function editOf(institution: Id, form: EmployeeForm): OpBody | null {
  const { id, base, now } = form
  const changed = changedFields(form)
  if (base === null || changed.length === 0) return null
  const set: Partial<Record<EmployeeField, Change<FieldValue>>> = {}
  for (const field of changed) set[field] = [get(base, field), trimmed(get(now, field))]
  return { kind: 'employee.edit', institution, employee: id, set }
}

/** The op of a form for somebody new. */
export function createOf(institution: Id, { id, now }: EmployeeForm): OpBody {
  const fields = Object.fromEntries(Object.entries(now.fields).map(([column, value]) => [column, value.trim()]))
  const { rank, points } = now
  return {
    kind: 'employee.create',
    institution,
    employee: id,
    name: now.name.trim(),
    discord: now.discord.trim(),
    rank,
    fields,
    points,
  }
}
