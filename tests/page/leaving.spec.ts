import { afterEach, expect, test, vi } from 'vitest'
import { watchLeaving } from '../../src/page/leaving.ts'

afterEach(() => void vi.useRealTimers())

test('a worker that leaves is left in peace until another one is there, or for as long as a browser may need', () => {
  vi.useFakeTimers()
  const [old, fresh] = [{} as ServiceWorker, {} as ServiceWorker]
  let present: ServiceWorker | null = null
  const leaving = watchLeaving(() => present)
  expect(leaving.isNow()).toBe(false)
  present = old
  leaving.note()
  expect(leaving.isNow()).toBe(true)
  present = fresh
  expect(leaving.isNow()).toBe(false)
  present = old
  vi.advanceTimersByTime(35_000)
  expect(leaving.isNow()).toBe(true)
  vi.advanceTimersByTime(10_000)
  expect(leaving.isNow()).toBe(false)
})
