// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { whenIdle } from '../../src/composables/whenIdle.ts'

beforeEach(() => {
  vi.useFakeTimers()
  // As in Safari: without it, turns come by the clock.
  vi.stubGlobal('requestIdleCallback', undefined)
  Reflect.deleteProperty(globalThis, 'requestIdleCallback')
})

afterEach(() => void vi.useRealTimers())

test('takes turns until all is done, and begins anew when its source changes', async () => {
  const source = shallowRef(1)
  let left = 3
  const seen: number[] = []
  const scope = effectScope()
  scope.run(() =>
    whenIdle(source, (hasTime) => {
      expect(hasTime()).toBe(true)
      seen.push(source.value)
      return (left -= 1) <= 0
    }),
  )
  expect(seen).toEqual([])
  await vi.advanceTimersByTimeAsync(1000)
  expect(seen).toEqual([1, 1, 1])
  left = 1
  source.value = 2
  await nextTick()
  await vi.advanceTimersByTimeAsync(1000)
  expect(seen).toEqual([1, 1, 1, 2])
  scope.stop()
})

test('ends with its scope', async () => {
  let turns = 0
  const scope = effectScope()
  scope.run(() =>
    whenIdle(shallowRef(0), () => {
      turns += 1
      return false
    }),
  )
  await vi.advanceTimersByTimeAsync(200)
  expect(turns).toBeGreaterThan(1)
  scope.stop()
  const before = turns
  await vi.advanceTimersByTimeAsync(1000)
  expect(turns).toBe(before)
})
