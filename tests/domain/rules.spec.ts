import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffRosters } from '../../src/domain/changes.ts'
import { isSound } from '../../src/domain/checkOp.ts'
import { catalogue } from '../../src/domain/catalogue.ts'
import { CloudError, codeOf, isRefusal } from '../../src/domain/errors.ts'
import type { Me, Permission } from '../../src/domain/model.ts'
import type { Op } from '../../src/domain/op.ts'
import { can, seesAnything } from '../../src/domain/permission.ts'
import { longestWait, retryWait } from '../../src/domain/retry.ts'
import { applyToDirectory } from './held.ts'

const me = (role: Me['role'], ...permissions: Permission[]): Me => ({
  id: 'u',
  name: '',
  discord_id: null,
  role,
  permissions,
})

describe('permissions', () => {
  test('are denied by default', () => {
    expect(can(me('user'), 'view', null, null)).toBe(false)
    expect(seesAnything(me('user'))).toBe(false)
  })
  test('hold in their scope only', () => {
    const user = me('user', { city: 'c', institution: null, capability: 'score' })
    expect(can(user, 'score', 'c', 'i')).toBe(true)
    expect(can(user, 'view', 'c', 'i')).toBe(true)
    expect(can(user, 'edit', 'c', 'i')).toBe(false)
    expect(can(user, 'score', 'd', 'i')).toBe(false)
    expect(can(user, 'score', null, null)).toBe(false)
    const one = me('user', { city: null, institution: 'i', capability: 'edit' })
    expect(can(one, 'edit', 'c', 'i')).toBe(true)
    expect(can(one, 'edit', 'c', 'j')).toBe(false)
    expect(can(one, 'edit', 'c', null)).toBe(false)
  })
  test('of a viewer are never more than to view', () => {
    const viewer = me('viewer', { city: null, institution: null, capability: 'delete' })
    expect(can(viewer, 'view', 'c', 'i')).toBe(true)
    expect(can(viewer, 'delete', 'c', 'i')).toBe(false)
  })
})

describe('an op', () => {
  const id = '5a1e0000-0000-4000-8000-000000000001'
  const city = (name: string) => isSound({ kind: 'city.create', city: id, name })
  test('carries text that every part of the way can say', () => {
    expect(city('Iași 🏙️')).toBe(true)
    for (const bad of ['', '  ', 'a\0b', '\ud800', '\udc00x', 'x'.repeat(201)]) expect(city(bad)).toBe(false)
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }), (name) => city(`x${name}`)))
  })
  test('of points has a delta and people', () => {
    const points = (delta: number, employees: string[]) =>
      isSound({ kind: 'points.add', institution: id, period: 1, employees, delta, reason: '' })
    expect(points(5, [id])).toBe(true)
    for (const bad of [0, 0.5, NaN, Infinity, 1_000_001]) expect(points(bad, [id])).toBe(false)
    expect(points(1, [])).toBe(false)
    expect(points(1, [id, id])).toBe(false)
    expect(points(1, ['x'])).toBe(false)
  })
})

test('the directory shows own ops, and a deleted city takes its institutions along', () => {
  const base = {
    cities: [{ id: 'c', name: 'Iași', place: null }],
    institutions: [{ id: 'i', city: 'c', name: 'Poliția', place: null }],
  }
  const op = (body: object) => ({ id: 'o', user: 'u', at: 0, ...body }) as Op
  expect(applyToDirectory(base, [op({ kind: 'city.rename', city: 'c', name: ['Iași', 'Cluj'] })]).cities[0]?.name).toBe(
    'Cluj',
  )
  expect(applyToDirectory(base, [op({ kind: 'city.rename', city: 'c', name: ['X', 'Cluj'] })]).cities[0]?.name).toBe(
    'Iași',
  )
  expect(applyToDirectory(base, [op({ kind: 'city.delete', city: 'c', seen: [] })]).cities).toHaveLength(1)
  expect(applyToDirectory(base, [op({ kind: 'city.delete', city: 'c', seen: ['i'] })]).institutions).toEqual([])
})

test('what changed names who came, left and moved in points', () => {
  const person = (name: string, points: number, rev = 1) => ({
    id: name,
    name,
    discord: '',
    rank: null,
    fields: {},
    points,
    rev,
    touched: 0,
  })
  const roster = (...employees: ReturnType<typeof person>[]) => ({
    institution: 'i',
    period: 1,
    ranks: {},
    columns: [],
    employees,
  })
  const change = diffRosters(
    { id: 'i', name: 'P' },
    roster(person('Ion', 1), person('Ana', 2)),
    roster(person('Ana', 5, 2), person('Dan', 0)),
  )
  expect(change).toMatchObject({ came: ['Dan'], left: ['Ion'], changed: [{ name: 'Ana', from: 2, to: 5, delta: 3 }] })
  expect(diffRosters({ id: 'i', name: 'P' }, roster(person('Ion', 1)), roster(person('Ion', 1)))).toBeNull()
})

test('waits grow to half a minute and are never the same for all', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, random) => {
      const wait = retryWait(failures, random)
      expect(wait).toBeLessThanOrEqual(longestWait)
      expect(wait).toBeGreaterThanOrEqual(retryWait(failures, 0))
    }),
  )
  expect(retryWait(0, 0.5)).toBe(0)
  expect([1, 2, 3, 4, 5, 6, 7].map((failures) => retryWait(failures, 0))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ])
  expect(retryWait(3, 0.5)).toBe(3000)
})

test('a batch is to blame for what is said of it alone', () => {
  const statuses = [0, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503]
  const blamed = statuses.filter((status) => isRefusal(new CloudError('bad_answer', '', status)))
  expect(blamed).toEqual([400, 409, 413, 422])
})

test('every code says why and what helps, in both languages', () => {
  for (const { ro, en } of Object.values(catalogue)) {
    for (const text of [ro.why, ro.fix, en.why, en.fix]) expect(text).toMatch(/\S.*[.]$/)
  }
  expect(codeOf(new CloudError('timeout'))).toBe('timeout')
  expect(codeOf(new Error('x'))).toBe('bad_answer')
  expect(codeOf({ code: 'toString' })).toBe('bad_answer')
  expect(isRefusal(new CloudError('bad_op', '', 400))).toBe(true)
  expect(isRefusal(new CloudError('not_signed_in', '', 401))).toBe(false)
  expect(isRefusal(new CloudError('offline'))).toBe(false)
})
