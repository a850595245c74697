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

/** The edit that a form asks for: each changed field with its old and its new value; null when nothing changed. */
export function editOf(institution: Id, employee: Employee, draft: EmployeeDraft): OpBody | null {
  const set: Partial<Record<EmployeeField, Change<FieldValue>>> = {}
  const put = (field: EmployeeField, old: FieldValue, fresh: FieldValue): void => {
    if (old !== fresh) set[field] = [old, fresh]
  }
  put('name', employee.name, draft.name.trim())
  put('discord', employee.discord, draft.discord.trim())
  put('rank', employee.rank, draft.rank)
  for (const [column, value] of Object.entries(draft.fields)) {
    put(`fields.${column}`, employee.fields[column] ?? '', value.trim())
  }
  return Object.keys(set).length === 0 ? null : { kind: 'employee.edit', institution, employee: employee.id, set }
}
