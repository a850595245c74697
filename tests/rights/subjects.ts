import { capabilities, type Permission, type Subject } from './model.ts'

/** Ids that can be read: of cities 1 and 2, of institutions 11 (in city 1), 21 (in city 2) …, of people from 1001. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A city with institutions; those that are gone have left their archives. */
export interface Place {
  name: 'home' | 'sibling' | 'other' | 'goneAtHome' | 'goneElsewhere'
  city: string
  institution: string
  isGone: boolean
}

export const places: Place[] = [
  { name: 'home', city: id(1), institution: id(11), isGone: false },
  { name: 'sibling', city: id(1), institution: id(12), isGone: false },
  { name: 'other', city: id(2), institution: id(21), isGone: false },
  { name: 'goneAtHome', city: id(1), institution: id(13), isGone: true },
  { name: 'goneElsewhere', city: id(2), institution: id(22), isGone: true },
]
export const livePlaces = places.filter(({ isGone }) => !isGone)

/** Where a right may be held, seen from the institution `home`. */
const scopes: Record<string, Omit<Permission, 'capability'>> = {
  institution: { institution: id(11) },
  city: { city: id(1) },
  'another city': { city: id(2) },
  global: {},
}

let people = 1000
const person = (name: string, role: Subject['role'], permissions: Permission[] = []): Subject => ({
  name,
  as: 'authenticated',
  id: id(++people),
  role,
  permissions,
})

const holders = capabilities.flatMap((capability) =>
  Object.entries(scopes).map(([scope, where]) =>
    person(`user with ${capability} at ${scope}`, 'user', [{ ...where, capability }]),
  ),
)
const viewers = Object.entries(scopes).map(([scope, where]) =>
  person(
    `viewer with everything at ${scope}`,
    'viewer',
    capabilities.map((capability) => ({ ...where, capability })),
  ),
)

export const anon: Subject = { name: 'anon', as: 'anon', id: null, role: null, permissions: [] }
/** A token of the project that names nobody. */
export const token: Subject = { ...anon, name: 'token without a person', as: 'authenticated' }
export const service: Subject = { ...anon, name: 'service_role', as: 'service_role' }
export const superuser = person('superuser', 'superuser')
export const admin = person('admin', 'admin')
export const nobody = person('user without permission', 'user')
/** Signed in, but the app never made them a profile. */
export const stranger = person('person without profile', null)

/** Everybody with an id, of all roles and rights. */
export const signedIn: Subject[] = [
  stranger,
  nobody,
  ...holders,
  ...viewers,
  person('user with edit and score at institution', 'user', [
    { institution: id(11), capability: 'edit' },
    { institution: id(11), capability: 'score' },
  ]),
  person('user with edit at two institutions', 'user', [
    { institution: id(11), capability: 'edit' },
    { institution: id(21), capability: 'edit' },
  ]),
  ...[1, 2].map((city) =>
    person(`user with edit in city ${city} and view in the other`, 'user', [
      { city: id(city), capability: 'edit' },
      { city: id(3 - city), capability: 'view' },
    ]),
  ),
  admin,
  superuser,
]
export const everybody: Subject[] = [anon, token, ...signedIn]

/** The one of that name. @throws when there is none */
export function named(name: string): Subject {
  const found = everybody.find((subject) => subject.name === name)
  if (found === undefined) throw new Error(`nobody is called ${name}`)
  return found
}
