import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type EffectScope, effectScope, ref, shallowRef } from 'vue'
import { useSortedRows } from '../../src/composables/useSortedRows.ts'
import { defaultSort } from '../../src/domain/rosterSort.ts'
import type { RosterRow } from '../../src/domain/views.ts'

const rowsOf = (people: Record<string, number>): RosterRow[] =>
  Object.entries(people).map(([name, points]) => {
    const rest = { discord: '', rank: null, role: null, fields: {}, rev: 1, touched: 0, pending: false }
    return { id: name, name, points, ...rest }
  })

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

function table(people: Record<string, number>) {
  const rows = shallowRef(rowsOf(people))
  const sort = ref(defaultSort)
  const { sorted, point } = scope.run(() => useSortedRows(() => rows.value, sort)) ?? expect.unreachable()
  const order = () => sorted.value.map(({ name, points }) => `${name} ${String(points)}`)
  const set = (now: Record<string, number>) => void (rows.value = rowsOf(now))
  return { order, set, sort, point }
}

test('rows take their places as their points change', () => {
  const { order, set } = table({ Ana: 10, Bob: 12 })
  expect(order()).toEqual(['Bob 12', 'Ana 10'])
  set({ Ana: 15, Bob: 12 })
  expect(order()).toEqual(['Ana 15', 'Bob 12'])
})

test('while somebody points at the rows they stay where they are, until the hand has rested', () => {
  const { order, set, point } = table({ Ana: 10, Bob: 12, Carl: 1 })
  order()
  point()
  vi.advanceTimersByTime(1000)
  point()
  set({ Ana: 15, Carl: 1, Dan: 9 })
  expect(order()).toEqual(['Ana 15', 'Carl 1', 'Dan 9'])
  set({ Ana: 15, Carl: 20, Dan: 9 })
  vi.advanceTimersByTime(2900)
  expect(order()).toEqual(['Ana 15', 'Carl 20', 'Dan 9'])
  vi.advanceTimersByTime(100)
  expect(order()).toEqual(['Carl 20', 'Ana 15', 'Dan 9'])
})

test('another order is taken up at once', () => {
  const { order, point, sort } = table({ Ana: 10, Bob: 12 })
  order()
  point()
  sort.value = { by: 'name', down: false }
  expect(order()).toEqual(['Ana 10', 'Bob 12'])
})
