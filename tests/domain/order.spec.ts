import { describe, expect, test } from 'vitest'
import { parseDirectory } from '../../src/domain/bodies.ts'
import { isSound } from '../../src/domain/checkOp.ts'
import { demands } from '../../src/domain/demands.ts'
import type { Directory, Id } from '../../src/domain/model.ts'
import type { Op, OpBody } from '../../src/domain/op.ts'
import { renewOp } from '../../src/domain/renewOp.ts'
import { placed, sortPlaces } from '../../src/domain/sortPlaces.ts'
import { trayValues } from '../../src/domain/trayValues.ts'
import type { TrayWorld } from '../../src/domain/trayWorld.ts'
import { applyToDirectory } from './held.ts'

const op = (body: OpBody): Op => ({ id: 'o', user: 'u', at: 0, ...body })
const orderCities = (old: Id[], fresh: Id[]) => op({ kind: 'city.order', order: [old, fresh] })
const city = (id: Id, place: number | null = null) => ({ id, name: id.toUpperCase(), place })
const directory = (...cities: Directory['cities']): Directory => ({ cities, institutions: [] })
const order = ({ cities }: Directory): Id[] => placed(cities).map(({ id }) => id)

describe('an order of places', () => {
  test('shows at once, with those without a place after it by name', () => {
    const shown = applyToDirectory(directory(city('c'), city('a'), city('b')), [orderCities([], ['b'])])
    const views = shown.cities.map((one) => ({ ...one, institutions: [], can: [] }))
    expect(sortPlaces(views).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
  })
  test('is left alone when somebody else made another one', () => {
    const base = directory(city('a', 2), city('b', 1))
    expect(order(applyToDirectory(base, [orderCities(['a', 'b'], ['a', 'b'])]))).toEqual(['b', 'a'])
    expect(order(applyToDirectory(base, [orderCities(['b', 'a'], ['a', 'b'])]))).toEqual(['a', 'b'])
  })
  test('does not mind who is gone or came meanwhile', () => {
    const base = directory(city('a', 1), city('c', 3), city('d'))
    expect(order(applyToDirectory(base, [orderCities(['a', 'b', 'c'], ['c', 'b', 'a'])]))).toEqual(['c', 'a'])
  })
  test('of institutions is that of one city', () => {
    const institutions = ['i', 'j'].map((id) => ({ id, city: 'c', name: id, place: null }))
    const other = { id: 'x', city: 'd', name: 'x', place: 7 }
    const base = { cities: [city('c'), city('d')], institutions: [...institutions, other] }
    const sorted = applyToDirectory(base, [op({ kind: 'institution.order', city: 'c', order: [[], ['j', 'i', 'x']] })])
    expect(sorted.institutions.map(({ id, place }) => [id, place])).toEqual([
      ['i', 2],
      ['j', 1],
      ['x', 7],
    ])
  })
  test('is unknown to a cloud of before: nothing has a place', () => {
    const text = '{"cities":[{"id":"c","name":"C"}],"institutions":[{"id":"i","city":"c","name":"I"}]}'
    expect(parseDirectory(text)).toEqual({
      cities: [{ id: 'c', name: 'C', place: null }],
      institutions: [{ id: 'i', city: 'c', name: 'I', place: null }],
    })
  })
  test('needs the right to edit where the places are', () => {
    expect(demands(orderCities([], []), () => null)).toEqual([{ capability: 'edit', city: null, institution: null }])
    expect(demands({ kind: 'institution.order', city: 'c', order: [[], []] }, () => null)).toEqual([
      { capability: 'edit', city: 'c', institution: null },
    ])
  })
  test('lists each place once, and not too many', () => {
    const id = (n: number): Id => `5a1e0000-0000-4000-8000-${String(n).padStart(12, '0')}`
    const many = Array.from({ length: 1001 }, (_, n) => id(n))
    expect(isSound(orderCities([id(1)], [id(2), id(1)]))).toBe(true)
    for (const bad of [[id(1), id(1)], ['x'], many]) expect(isSound(orderCities([], bad))).toBe(false)
  })
  test('that clashed says both in the tray, and is made again over theirs', () => {
    const mine = orderCities([], ['a', 'b'])
    const result = { id: 'o', status: 'conflict', code: 'clash', theirs: { order: ['b', 'a'] } } as const
    const world: TrayWorld = {
      directory: directory(city('a', 2), city('b', 1)),
      roster: () => null,
      mayDo: () => true,
      name: (id) => id.toUpperCase(),
    }
    expect(trayValues({ op: mine, result }, world)).toEqual([
      { label: { is: 'order' }, mine: { is: 'list', items: ['A', 'B'] }, theirs: { is: 'list', items: ['B', 'A'] } },
    ])
    expect(renewOp({ op: mine, result }, world)).toEqual({
      kind: 'city.order',
      order: [
        ['b', 'a'],
        ['a', 'b'],
      ],
    })
  })
})
