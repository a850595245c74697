import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyToRoster } from '../../src/domain/applyToRoster.ts'
import type { Employee, Roster } from '../../src/domain/model.ts'
import type { Op, OpBody } from '../../src/domain/op.ts'

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

test('a person moves away from one roster and into another', () => {
  const move = op({ kind: 'employee.move', institution: 'i', employee: 'a', to: 'j', seen: 3, after: [] })
  expect(applyToRoster(roster(employee('a', 5)), [move]).roster.employees).toEqual([])
  const there = { ...roster(), institution: 'j' }
  const arrived = applyToRoster(there, [move], undefined, new Map([['a', employee('a', 5)]]))
  expect(arrived.roster.employees).toMatchObject([{ id: 'a', points: 5 }])
})
