import type { Id } from './model.ts'

/** One entry of the audit log (`audit_list`). `old` and `new` are what `sql/` writes for the action. */
export interface AuditLine {
  id: number
  at: number
  user: Id | null
  by: string
  action: string
  institution: Id | null
  subject: Id | null
  old: unknown
  new: unknown
  /** Of every id in the entry that has, or had, one. */
  names: Record<Id, string>
}

/** The name, also of what is gone; the beginning of the id where nobody knows any more. */
export const nameOf = (id: Id, { names }: AuditLine): string => names[id] ?? id.slice(0, 8)

/** Words of the interface by their keys, or a text as it was written. */
export type Said = { word: string; n?: string } | { words: string[] } | { text: string }

/** One thing that an entry changed. Null = there was nothing, or is nothing. */
export interface AuditChange {
  of: Said
  from: Said | null
  to: Said | null
}

/** Every action that `sql/` writes, by what it is about. */
export const auditGroups = {
  points: ['points.add', 'points.undo'],
  weeks: ['points.reset', 'points.restore', 'night.restore', 'archive.import'],
  people: ['employee.create', 'employee.edit', 'employee.move', 'employee.delete', 'person.erase'],
  places: [
    'city.create',
    'city.rename',
    'city.order',
    'city.delete',
    'institution.create',
    'institution.rename',
    'institution.order',
    'institution.ranks',
    'institution.columns',
    'institution.delete',
  ],
  rights: ['role.set', 'permissions.set'],
  sync: ['force_sync', 'settings.set'],
} as const
export type AuditGroup = keyof typeof auditGroups

export const auditActions: readonly string[] = Object.values(auditGroups).flat()
export const isAuditGroup = (text: unknown): text is AuditGroup =>
  typeof text === 'string' && Object.hasOwn(auditGroups, text)

/** Employees and profiles: a subject about whom more can be asked. */
export const isAboutPerson = ({ action, subject }: AuditLine): boolean =>
  subject !== null && (action.startsWith('employee.') || auditGroups.rights.some((one) => one === action))
