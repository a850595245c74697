import type { Capability, Id, Me, Permission } from './model.ts'

/** Covers a place: everywhere, the whole city, or the one institution. */
function covers(permission: Permission, city: Id | null, institution: Id | null): boolean {
  if (permission.institution !== null) return permission.institution === institution
  return permission.city === null || permission.city === city
}

/**
 * Whether a person may do something at a place (docs/protocol.md, section 2). City null = everywhere; institution null = the
 * city itself. Default deny; any capability on a place implies `view` there; a viewer never has more than `view`.
 */
export function can(me: Me, capability: Capability, city: Id | null, institution: Id | null): boolean {
  if (me.role === 'superuser' || me.role === 'admin') return true
  if (me.role === 'viewer' && capability !== 'view') return false
  return me.permissions.some(
    (permission) =>
      covers(permission, city, institution) && (capability === 'view' || permission.capability === capability),
  )
}

const all: readonly Capability[] = ['view', 'edit', 'score', 'reset', 'delete']

/** Everything a person may do at a place. */
export const capabilities = (me: Me, city: Id | null, institution: Id | null): Capability[] =>
  all.filter((capability) => can(me, capability, city, institution))

/** Whether a person may import rosters: what files bring may be about any place. */
export const mayImport = (me: Me | null): boolean => me?.role === 'superuser' || me?.role === 'admin'

/** Whether there is anything at all that this person may see. */
export const seesAnything = (me: Me): boolean =>
  me.role === 'superuser' || me.role === 'admin' || me.permissions.length > 0
