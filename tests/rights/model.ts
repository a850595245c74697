/*
 * Who may do what, as docs/protocol.md §2 says it: written from there, never from sql/, which it is held against.
 */
export type Capability = 'view' | 'edit' | 'score' | 'reset' | 'delete'
export const capabilities = ['view', 'edit', 'score', 'reset', 'delete'] as const satisfies Capability[]

/** A place that a right is about: an institution with its city, a city alone, or (empty) everything. */
export interface Where {
  city?: string
  institution?: string
}

/** A capability held at an institution (no city beside it), at a city, or globally. */
export interface Permission extends Where {
  capability: Capability
}

/** Somebody, or something, that speaks to the cloud. */
export interface Subject {
  name: string
  /** The database role that PostgREST takes for it. */
  as: 'anon' | 'authenticated' | 'service_role'
  /** Of the token; null for one that names nobody. */
  id: string | null
  /** Of the profile; null without one. */
  role: 'superuser' | 'admin' | 'user' | 'viewer' | null
  permissions: Permission[]
}

export const isAdmin = ({ role }: Subject): boolean => role === 'admin' || role === 'superuser'

const covers = (held: Where, at: Where): boolean =>
  held.institution !== undefined
    ? held.institution === at.institution
    : held.city === undefined || held.city === at.city

/** Superusers and admins: all; viewers: to view, whatever their rows say; others: what they hold there, any of it to view. */
export function may(subject: Subject, capability: Capability, at: Where): boolean {
  if (isAdmin(subject)) return true
  if (subject.role === null || (subject.role === 'viewer' && capability !== 'view')) return false
  return subject.permissions.some(
    (held) => (capability === 'view' || held.capability === capability) && covers(held, at),
  )
}

/** Whether there is anything that they may view. */
export const seesAnything = (subject: Subject): boolean =>
  isAdmin(subject) || (subject.role !== null && subject.permissions.length > 0)
