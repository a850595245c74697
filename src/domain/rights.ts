import type { Id, Permission } from './model.ts'

/*
 * A person's permissions while somebody changes them. What was ticked is kept as ticks, not as the list that they would make:
 * so they can be put on whatever another admin has made of the list meanwhile.
 */

export interface RightsForm {
  /** The permissions that were on the screen when the first tick was made. */
  seen: Permission[]
  give: Permission[]
  take: Permission[]
}

export interface RightsChange {
  given: Permission[]
  taken: Permission[]
}

/** One permission as text: what it is compared by. */
export const rightKey = ({ city, institution, capability }: Permission): string =>
  `${city ?? ''}/${institution ?? ''}/${capability}`

const keysOf = (rows: readonly Permission[]): Set<string> => new Set(rows.map(rightKey))
const without = (rows: readonly Permission[], others: readonly Permission[]): Permission[] => {
  const keys = keysOf(others)
  return rows.filter((row) => !keys.has(rightKey(row)))
}

/** What came and went between two lists, whatever their order. */
export const changeBetween = (before: readonly Permission[], after: readonly Permission[]): RightsChange => ({
  given: without(after, before),
  taken: without(before, after),
})

export function isSame(before: readonly Permission[], after: readonly Permission[]): boolean {
  const { given, taken } = changeBetween(before, after)
  return given.length + taken.length === 0
}

export const isChanged = ({ give, take }: RightsForm): boolean => give.length + take.length > 0

/** The list that a form would make. */
export const rightsOf = ({ seen, give, take }: RightsForm): Permission[] => [...without(seen, take), ...give]

/** Ticks what is not ticked, and the other way round; a tick taken back is none. */
export function toggleRight(form: RightsForm, right: Permission): RightsForm {
  const key = rightKey(right)
  const isIn = (rows: readonly Permission[]): boolean => rows.some((row) => rightKey(row) === key)
  const flip = (rows: Permission[]): Permission[] => (isIn(rows) ? without(rows, [right]) : [...rows, right])
  return isIn(form.seen) ? { ...form, take: flip(form.take) } : { ...form, give: flip(form.give) }
}

/** The same ticks on what is there now. Those that somebody else has made meanwhile are none any more. */
export const rebased = ({ give, take }: RightsForm, now: Permission[]): RightsForm => ({
  seen: now,
  give: without(give, now),
  take: take.filter((row) => keysOf(now).has(rightKey(row))),
})

/** A form without what is about places that are gone: the cloud would refuse all of it. */
export function withoutGone(form: RightsForm, isThere: (place: Id) => boolean): RightsForm {
  const give = form.give.filter(({ city, institution }) => {
    const place = institution ?? city
    return place === null || isThere(place)
  })
  return give.length === form.give.length ? form : { ...form, give }
}
