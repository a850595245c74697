import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyOps } from '../../src/domain/applyOps.ts'
import type { Employee, Roster } from '../../src/domain/model.ts'
import type { Op, OpBody } from '../../src/domain/op.ts'
import { applyToRoster, heldOf } from './held.ts'

const employee = (id: string, points: number): Employee => ({
  id,
  name: id,
  discord: '',
  rank: null,
  fields: {},
  points,
  rev: 3,
  touched: 0,
})
const roster = (...employees: Employee[]): Roster => ({
  institution: 'i',
  period: 1,
  ranks: {},
  columns: [],
  employees,
})
let count = 0
const op = (body: OpBody): Op => ({ ...body, id: `op${++count}`, user: 'u', at: 9 })
const add = (delta: number, employees = ['a'], period = 1) =>
  op({ kind: 'points.add', institution: 'i', period, employees, delta, reason: '' })
const pointsOf = (base: Roster, ops: Op[], id = 'a') =>
  applyToRoster(base, ops).roster.employees.find((one) => one.id === id)?.points

test('points never go under 0, op by op', () => {
  expect(pointsOf(roster(employee('a', 3)), [add(-5), add(2)])).toBe(2)
  fc.assert(
    fc.property(fc.nat(50), fc.array(fc.integer({ min: -20, max: 20 })), (start, deltas) => {
      const ops = deltas.map((delta) => add(delta))
      const expected = deltas.reduce((points, delta) => Math.max(0, points + delta), start)
      expect(pointsOf(roster(employee('a', start)), ops)).toBe(expected)
    }),
  )
})

test('undo takes back what really happened, not what was asked', () => {
  const minus = add(-5)
  const undo = op({ kind: 'points.undo', institution: 'i', period: 1, target: minus.id })
  expect(pointsOf(roster(employee('a', 3)), [minus, undo])).toBe(3)
})

test('undo of a sent op looks into the ledger', () => {
  const undo = op({ kind: 'points.undo', institution: 'i', period: 1, target: 'old' })
  const ledger = (id: string) => (id === 'old' ? new Map([['a', -3]]) : undefined)
  expect(applyToRoster(roster(employee('a', 0)), [undo], ledger).roster.employees[0]?.points).toBe(3)
})

test('ops of a closed period show nothing', () => {
  expect(pointsOf(roster(employee('a', 3)), [add(5, ['a'], 2)])).toBe(3)
})

test('the replica is not changed, and rev stays what a delete has seen', () => {
  const base = roster(employee('a', 3))
  const frozen = structuredClone(base)
  const { roster: shown, touched } = applyToRoster(base, [add(1)])
  expect(base).toEqual(frozen)
  expect(shown.employees[0]?.rev).toBe(3)
  expect([...touched.keys()]).toEqual(['a'])
})

test('an edit over a value that is neither old nor new shows nothing', () => {
  const edit = (old: string, fresh: string) =>
    op({ kind: 'employee.edit', institution: 'i', employee: 'a', set: { name: [old, fresh] } })
  const name = (ops: Op[]) => applyToRoster(roster(employee('a', 0)), ops).roster.employees[0]?.name
  expect(name([edit('a', 'b')])).toBe('b')
  expect(name([edit('x', 'b')])).toBe('a')
  expect(name([edit('a', 'b'), edit('b', 'c')])).toBe('c')
})

test('a person moves away from one roster and into another, as they are by then', () => {
  const move = (from: string, to: string) =>
    op({ kind: 'employee.move', institution: from, employee: 'a', to, seen: 3, after: [] })
  const held = heldOf([roster(employee('a', 5)), { ...roster(), institution: 'j' }])
  const pointsAt = (ops: Op[], at: string) =>
    applyOps(held, ops)
      .roster(at)
      ?.roster.employees.map((one) => one.points)
  const there = op({ kind: 'points.add', institution: 'j', period: 1, employees: ['a'], delta: 1, reason: '' })
  expect(pointsAt([add(2), move('i', 'j'), there], 'i')).toEqual([])
  expect(pointsAt([add(2), move('i', 'j'), there], 'j')).toEqual([8])
  expect(pointsAt([add(2), move('i', 'j'), there, move('j', 'i'), add(4)], 'i')).toEqual([12])
})

test('a person stays who would move into a place that is gone, or whom somebody else changed', () => {
  const move = (seen: number) =>
    op({ kind: 'employee.move', institution: 'i', employee: 'a', to: 'j', seen, after: [] })
  const held = heldOf([roster(employee('a', 5)), { ...roster(), institution: 'j' }])
  const stays = (...ops: Op[]) => applyOps(held, ops).roster('i')?.roster.employees.length === 1
  expect(stays(move(3))).toBe(false)
  expect(stays(move(2))).toBe(true)
  expect(stays(op({ kind: 'institution.delete', institution: 'j', seen: 1, after: [] }), move(3))).toBe(true)
  // a place that this device does not keep is there nevertheless
  const elsewhere = heldOf([roster(employee('a', 5))])
  elsewhere.directory.institutions.push({ id: 'j', city: 'c', name: 'j', place: null })
  expect(applyOps(elsewhere, [move(3)]).roster('i')?.roster.employees).toEqual([])
})

test('an undo counts once, and its own undo gives the points back', () => {
  const undo = (target: string) => op({ kind: 'points.undo', institution: 'i', period: 1, target })
  const given = add(5)
  const first = undo(given.id)
  expect(pointsOf(roster(employee('a', 3)), [given, first, undo(given.id)])).toBe(3)
  expect(pointsOf(roster(employee('a', 3)), [given, first, undo(first.id), undo(given.id)])).toBe(8)
})

test('what the cloud could not hold is not shown', () => {
  const many = Array.from({ length: 3 }, () => add(1_000_000))
  expect(pointsOf(roster(employee('a', 2_147_000_000)), many)).toBe(2_147_000_000)
})

test('names are shown as the cloud will keep them, empty fields left out', () => {
  const base = { ...roster(employee('a', 0)), columns: ['CNP'] }
  const [row] = applyToRoster(base, [
    op({
      kind: 'employee.edit',
      institution: 'i',
      employee: 'a',
      set: { name: ['a', ' Io\u0302n\u00a0'], 'fields.CNP': ['', '1'] },
    }),
    op({ kind: 'employee.edit', institution: 'i', employee: 'a', set: { 'fields.CNP': ['1', null] } }),
  ]).roster.employees
  expect([row?.name, row?.fields]).toEqual(['Iôn', {}])
})

test('a field whose column is gone is not edited', () => {
  const base = { ...roster(employee('a', 0)), columns: ['CNP'] }
  const edit = () => op({ kind: 'employee.edit', institution: 'i', employee: 'a', set: { 'fields.CNP': ['', '1'] } })
  const drop = op({ kind: 'institution.columns', institution: 'i', columns: [['CNP'], []] })
  const fields = (...ops: Op[]) => applyToRoster(base, ops).roster.employees[0]?.fields
  expect(fields(edit(), drop)).toEqual({ CNP: '1' })
  expect(fields(drop, edit())).toEqual({})
})

test('a name that is taken, in any case, makes no place, and nothing in it', () => {
  const held = heldOf([roster()])
  const city = (id: string, name: string) => op({ kind: 'city.create', city: id, name })
  const found = (id: string, at: string, name: string) =>
    op({ kind: 'institution.create', institution: id, city: at, name, ranks: { '1': '' }, columns: [' CNP'] })
  const { directory, roster: rosterAt } = applyOps(held, [
    city('d', ' c '),
    found('k', 'd', 'K'),
    found('l', 'c', 'I'),
    found('m', 'c', 'M'),
    op({ kind: 'city.rename', city: 'c', name: ['C', 'c'] }),
    op({ kind: 'institution.rename', institution: 'm', name: ['M', 'I'] }),
  ])
  expect(directory.cities).toEqual([{ id: 'c', name: 'c', place: null }])
  expect(directory.institutions.map(({ id, name }) => [id, name])).toEqual([
    ['i', 'i'],
    ['m', 'M'],
  ])
  expect(rosterAt('k')).toBeUndefined()
  expect(rosterAt('m')?.roster).toMatchObject({ ranks: {}, columns: ['CNP'], employees: [] })
})

test('ranks and columns are changed three ways', () => {
  // Keys as `01` keep the order in which they were written, unlike `1`.
  const base = { ...roster(), ranks: { '01': 'Ofițer', '02': 'Șef' }, columns: ['CNP'] }
  const ranks = (old: Record<string, string>) =>
    op({ kind: 'institution.ranks', institution: 'i', ranks: [old, { '3': 'Nou' }] })
  const columns = (old: string[]) => op({ kind: 'institution.columns', institution: 'i', columns: [old, ['X']] })
  const shown = (one: Op) => applyToRoster(base, [one]).roster
  expect(shown(ranks({ '02': 'Șef', '01': 'Ofițer' })).ranks).toEqual({ '3': 'Nou' })
  expect(shown(ranks({ '01': 'Ofițer' })).ranks).toEqual(base.ranks)
  expect(shown(columns(['CNP'])).columns).toEqual(['X'])
  expect(shown(columns([])).columns).toEqual(['CNP'])
})

test('a person who is there already is not created again', () => {
  const create = op({
    kind: 'employee.create',
    institution: 'i',
    employee: 'a',
    name: 'Altul',
    discord: '',
    rank: null,
    fields: {},
    points: 9,
  })
  expect(applyToRoster(roster(employee('a', 3)), [create]).roster.employees).toMatchObject([{ name: 'a', points: 3 }])
})

test('own edits that a download brought back meanwhile do not stand in the way of a delete', () => {
  const remove = (seen: number, ...after: string[]) =>
    op({ kind: 'employee.delete', institution: 'i', employee: 'a', seen, after })
  const left = (one: Op) => applyToRoster(roster(employee('a', 3)), [one]).roster.employees.length
  // The row is at its third revision: one more than was seen, by an own edit or by somebody else's.
  expect(left(remove(2, 'mine'))).toBe(0)
  expect(left(remove(2))).toBe(1)
})

test('an institution is renamed and deleted as it was seen', () => {
  const held = heldOf([roster(employee('a', 3))])
  const rename = (old: string) => op({ kind: 'institution.rename', institution: 'i', name: [old, 'Nou'] })
  const remove = (seen: number) => op({ kind: 'institution.delete', institution: 'i', seen, after: [] })
  const names = (one: Op) => applyOps(held, [one]).directory.institutions.map(({ name }) => name)
  expect([rename('i'), rename('altfel'), remove(1), remove(2)].map(names)).toEqual([['Nou'], ['i'], [], ['i']])
})
