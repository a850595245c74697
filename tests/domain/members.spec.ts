import { describe, expect, it } from 'vitest'
import {
  abilitiesOf,
  accessOf,
  barOf,
  byPlace,
  listMembers,
  type Member,
  rolesFor,
  standingOf,
} from '../../src/domain/members.ts'
import type { Capability, Permission, Role } from '../../src/domain/model.ts'
import {
  isChanged,
  isSame,
  rebased,
  type RightsForm,
  rightsOf,
  toggleRight,
  withoutGone,
} from '../../src/domain/rights.ts'
import type { DirectoryCity } from '../../src/domain/views.ts'

const at = (capability: Capability, institution: string | null = null, city: string | null = null): Permission => ({
  city,
  institution,
  capability,
})
const person = (role: Role, permissions: Permission[], more: Partial<Member> = {}): Member => ({
  id: role,
  name: role,
  discord_id: null,
  role,
  permissions,
  created_at: 0,
  seen_at: null,
  ...more,
})
const begun = (...seen: Permission[]): RightsForm => ({ seen, give: [], take: [] })

describe('ticks on somebody’s permissions', () => {
  it('give what was not there, take what was, and are none when taken back', () => {
    const [view, score] = [at('view', 'p'), at('score', 'p')]
    const form = toggleRight(toggleRight(begun(view), score), view)
    expect(form).toMatchObject({ give: [score], take: [view] })
    expect(rightsOf(form)).toEqual([score])
    const back = toggleRight(toggleRight(form, score), view)
    expect(isChanged(back)).toBe(false)
    expect(rightsOf(back)).toEqual([view])
  })

  it('stay on top of what another admin made of the list meanwhile', () => {
    const form: RightsForm = { seen: [at('view')], give: [at('score', 'p')], take: [at('view')] }
    const now = [at('view'), at('reset', 'q')]
    expect(rightsOf(rebased(form, now))).toEqual([at('reset', 'q'), at('score', 'p')])
  })

  it('are none any more where the other admin made the same ones', () => {
    const form: RightsForm = { seen: [at('view')], give: [at('score', 'p')], take: [at('view')] }
    expect(isChanged(rebased(form, [at('score', 'p')]))).toBe(false)
  })

  it('leave places that are gone', () => {
    const form: RightsForm = { seen: [], give: [at('view'), at('view', 'gone'), at('view', null, 'c')], take: [] }
    expect(withoutGone(form, (place) => place === 'c').give).toEqual([at('view'), at('view', null, 'c')])
  })

  it('compare lists whatever their order', () => {
    expect(isSame([at('view'), at('score')], [at('score'), at('view')])).toBe(true)
    expect(isSame([at('view')], [at('view', null, 'c')])).toBe(false)
  })
})

describe('a cell of the grid', () => {
  const standing = (
    role: Role,
    permissions: Permission[],
    capability: Capability,
    city: string | null,
    place: string | null,
  ) => standingOf({ role, permissions }, capability, city, place)

  it('tells what is given there from what comes from a wider place', () => {
    const rows = [at('score'), at('edit', null, 'c'), at('reset', 'p')]
    expect(standing('user', rows, 'score', 'c', 'p')).toEqual({ own: false, from: 'everywhere', inert: false })
    expect(standing('user', rows, 'edit', 'c', 'p')).toEqual({ own: false, from: 'city', inert: false })
    expect(standing('user', rows, 'edit', 'd', 'q')).toEqual({ own: false, from: null, inert: false })
    expect(standing('user', rows, 'reset', 'c', 'p')).toEqual({ own: true, from: null, inert: false })
    expect(standing('user', rows, 'reset', 'c', null)).toEqual({ own: false, from: null, inert: false })
  })

  it('shows that any capability brings the sight of its place', () => {
    expect(standing('user', [at('score', 'p')], 'view', 'c', 'p')).toEqual({ own: false, from: 'other', inert: false })
    expect(standing('user', [at('score', 'p')], 'view', 'c', null).from).toBeNull()
  })

  it('shows that a viewer’s other capabilities have no effect, and admins have all', () => {
    expect(standing('viewer', [at('score', 'p')], 'score', 'c', 'p')).toEqual({ own: true, from: null, inert: true })
    expect(standing('viewer', [at('score', 'p')], 'view', 'c', 'p').from).toBe('other')
    expect(standing('admin', [], 'delete', null, null)).toEqual({ own: false, from: 'role', inert: false })
  })
})

describe('a member', () => {
  it('sees everything, some places or nothing', () => {
    expect(accessOf(person('admin', []))).toEqual({ is: 'all' })
    expect(accessOf(person('user', [at('score')]))).toEqual({ is: 'all' })
    expect(accessOf(person('user', []))).toEqual({ is: 'nothing' })
    const rows = [at('view', 'p'), at('score', 'p'), at('view', null, 'c')]
    expect(accessOf(person('user', rows))).toEqual({ is: 'some', cities: 1, institutions: 1 })
  })

  it('may do what takes effect', () => {
    expect(abilitiesOf(person('user', [at('score', 'p')]))).toEqual(['view', 'score'])
    expect(abilitiesOf(person('viewer', [at('score', 'p')]))).toEqual(['view'])
    expect(abilitiesOf(person('user', []))).toEqual([])
  })

  it('is offered no role that this admin may not give', () => {
    const [boss, admin, user] = [person('superuser', []), person('admin', []), person('user', [])]
    expect([barOf(admin, admin), barOf(admin, boss), barOf(boss, admin), barOf(admin, user)]).toEqual([
      'self',
      'superuser',
      null,
      null,
    ])
    expect(rolesFor(admin, user)).toEqual(['admin', 'user', 'viewer'])
    expect(rolesFor(boss, user)).toContain('superuser')
    expect(rolesFor(admin, boss)).toEqual(['superuser'])
  })
})

describe('the list of members', () => {
  const order = (a: string, b: string): number => a.localeCompare(b)
  const all = [
    person('user', [], { id: 'old', name: 'Vlad', created_at: 1 }),
    person('user', [], { id: 'new', name: 'Ștefan', created_at: 2, discord_id: '99123' }),
    person('admin', [], { id: 'zoe', name: 'Zoe' }),
    person('viewer', [at('view')], { id: 'ana', name: 'Ana' }),
  ]
  const list = (query: string, filter: 'all' | 'waiting' | Role = 'all', stay: string[] = []) => {
    const { waiting, others } = listMembers(all, { query, filter, stay: new Set(stay) }, order)
    return [waiting.map(({ id }) => id), others.map(({ id }) => id)]
  }

  it('has on top who waits, the newest first, and then the others by name', () => {
    expect(list('')).toEqual([
      ['new', 'old'],
      ['ana', 'zoe'],
    ])
  })

  it('is searched by name without diacritics and by Discord id, and narrowed to who waits or to a role', () => {
    expect(list('stef')).toEqual([['new'], []])
    expect(list('9912')).toEqual([['new'], []])
    expect(list('', 'waiting')).toEqual([['new', 'old'], []])
    expect(list('', 'viewer')).toEqual([[], ['ana']])
  })

  it('leaves whom access was just given where they are', () => {
    expect(list('', 'all', ['ana'])[0]).toContain('ana')
  })
})

describe('permissions in words', () => {
  it('are told by place, in the order of the places; what is gone comes last', () => {
    const cities = [
      { id: 'c', name: 'Iași', institutions: [{ id: 'p', name: 'Poliția' }] },
      { id: 'd', name: 'Cluj', institutions: [] },
    ] as unknown as DirectoryCity[]
    const rows = [at('view', 'gone'), at('score', 'p'), at('view', 'p'), at('view', null, 'd'), at('edit')]
    expect(byPlace(rows, cities)).toEqual([
      { place: 'everywhere', capabilities: ['edit'] },
      { place: { city: 'Iași', institution: 'Poliția' }, capabilities: ['view', 'score'] },
      { place: { city: 'Cluj', institution: null }, capabilities: ['view'] },
      { place: 'gone', capabilities: ['view'] },
    ])
  })
})
