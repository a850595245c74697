import { fold } from './fold.ts'
import type { Capability, Id, Me, Permission, Role } from './model.ts'
import { can } from './permission.ts'
import type { RightsChange } from './rights.ts'
import type { DirectoryCity } from './views.ts'

/** A person as `members()` tells of them. */
export interface Member extends Me {
  /** Epoch ms; `seen_at` of the device that was seen last, null when none ever was. */
  created_at: number
  seen_at: number | null
}

export const allCapabilities: readonly Capability[] = ['view', 'edit', 'score', 'reset', 'delete']
export const allRoles: readonly Role[] = ['superuser', 'admin', 'user', 'viewer']

/** What somebody may see, as a list says it. */
export type Access =
  | { is: 'nothing' }
  | { is: 'all' }
  /** Whole cities, and institutions of others. */
  | { is: 'some'; cities: number; institutions: number }

const hasAll = ({ role }: Me): boolean => role === 'superuser' || role === 'admin'

export function accessOf(member: Me): Access {
  const { permissions } = member
  if (hasAll(member) || permissions.some(({ city, institution }) => city === null && institution === null))
    return { is: 'all' }
  const count = (of: 'city' | 'institution'): number => new Set(permissions.flatMap((row) => row[of] ?? [])).size
  const [cities, institutions] = [count('city'), count('institution')]
  return cities + institutions === 0 ? { is: 'nothing' } : { is: 'some', cities, institutions }
}

/** What somebody may do somewhere, wherever it is. */
export function abilitiesOf(member: Me): Capability[] {
  if (hasAll(member)) return [...allCapabilities]
  if (member.permissions.length === 0) return []
  return allCapabilities.filter(
    (capability) =>
      capability === 'view' ||
      (member.role !== 'viewer' && member.permissions.some((row) => row.capability === capability)),
  )
}

/** Why one has what was not given by itself: the role, a wider place, or something else at the same place. */
export type Source = 'role' | 'everywhere' | 'city' | 'other'

/** One cell of the grid. */
export interface Standing {
  /** Given at this very place. */
  own: boolean
  /** Comes from elsewhere too; null when it does not. */
  from: Source | null
  /** Given, and without effect: a visitor's `edit`. */
  inert: boolean
}

/** What a person of that role and these permissions has at a place, and why. City null = everywhere; institution null = the city. */
export function standingOf(
  person: Pick<Me, 'role' | 'permissions'>,
  capability: Capability,
  city: Id | null,
  institution: Id | null,
): Standing {
  const me: Me = { id: '', name: '', discord_id: null, ...person }
  const at = (row: Permission): boolean =>
    row.institution === institution && (institution !== null || row.city === city)
  const own = me.permissions.some((row) => at(row) && row.capability === capability)
  const inert = own && !can(me, capability, city, institution)
  if (hasAll(me)) return { own, from: 'role', inert }
  const others = (rows: Permission[]): Me => ({ ...me, permissions: rows })
  const wide = me.permissions.filter((row) => row.city === null && row.institution === null)
  const ofCity = me.permissions.filter((row) => row.city !== null && row.city === city)
  const here = me.permissions.filter((row) => at(row) && row.capability !== capability)
  if (city !== null && can(others(wide), capability, city, institution)) return { own, from: 'everywhere', inert }
  if (institution !== null && can(others(ofCity), capability, city, institution)) return { own, from: 'city', inert }
  return { own, from: can(others(here), capability, city, institution) ? 'other' : null, inert }
}

/** Why a person may not be changed by another; null when they may. */
export function barOf(me: Me, member: Me): 'self' | 'superuser' | null {
  if (me.id === member.id) return 'self'
  return member.role === 'superuser' && me.role !== 'superuser' ? 'superuser' : null
}

/** The roles that may be given to somebody else: superusers alone make superusers. Who does is one: the last one stays. */
export const rolesFor = (me: Me, member: Me): Role[] =>
  barOf(me, member) === null
    ? allRoles.filter((role) => role !== 'superuser' || me.role === 'superuser')
    : [member.role]

export type MemberFilter = 'all' | 'waiting' | Role

/**
 * Members as they are listed: who waits for access first, the newest on top, then everybody else by name.
 *
 * @param stay ids that count as waiting although they were just given access: nothing moves under somebody's hand
 * @param order compares two names
 */
export function listMembers(
  members: readonly Member[],
  { query, filter, stay }: { query: string; filter: MemberFilter; stay: ReadonlySet<Id> },
  order: (a: string, b: string) => number,
): { waiting: Member[]; others: Member[] } {
  const words = fold(query).split(' ').filter(Boolean)
  const isMeant = (member: Member): boolean => {
    const text = fold(`${member.name} ${member.discord_id ?? ''}`)
    return (
      words.every((word) => text.includes(word)) &&
      (allRoles.every((role) => role !== filter) || member.role === filter)
    )
  }
  const found = members.filter(isMeant)
  const waits = (member: Member): boolean => accessOf(member).is === 'nothing' || stay.has(member.id)
  return {
    waiting: found.filter(waits).sort((a, b) => b.created_at - a.created_at),
    others: filter === 'waiting' ? [] : found.filter((one) => !waits(one)).sort((a, b) => order(a.name, b.name)),
  }
}

/** What an entry of the audit log says of a person. */
export type MemberChange = { is: 'role'; from: Role | null; to: Role } | ({ is: 'rights' } & RightsChange)

export interface MemberEvent {
  id: number
  at: number
  by: string
  change: MemberChange
}

/** Permissions at one place, together. */
export interface PlaceRights {
  /** Null: everywhere; `gone`: no place that this device knows. */
  place: { city: string; institution: string | null } | 'everywhere' | 'gone'
  capabilities: Capability[]
}

/** Permissions by place, in the order of the places. */
export function byPlace(rows: readonly Permission[], cities: readonly DirectoryCity[]): PlaceRights[] {
  const grouped = (at: (row: Permission) => boolean, place: PlaceRights['place']): PlaceRights[] => {
    const capabilities = allCapabilities.filter((one) => rows.some((row) => at(row) && row.capability === one))
    return capabilities.length === 0 ? [] : [{ place, capabilities }]
  }
  const known = new Set(cities.flatMap(({ id, institutions }) => [id, ...institutions.map((one) => one.id)]))
  return [
    ...grouped(({ city, institution }) => city === null && institution === null, 'everywhere'),
    ...cities.flatMap((city) => [
      ...grouped((row) => row.institution === null && row.city === city.id, { city: city.name, institution: null }),
      ...city.institutions.flatMap(({ id, name }) =>
        grouped((row) => row.institution === id, { city: city.name, institution: name }),
      ),
    ]),
    ...grouped(({ city, institution }) => [city, institution].some((id) => id !== null && !known.has(id)), 'gone'),
  ]
}
