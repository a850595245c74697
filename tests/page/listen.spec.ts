// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { listen } from '../../src/page/listen.ts'

const tick = vi.fn()
const wake = vi.fn()
let end: () => void
let visibility: DocumentVisibilityState

beforeEach(() => {
  vi.useFakeTimers()
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { query: async () => ({ held: [] }) } })
  tick.mockReset()
  wake.mockReset()
  end = listen({ tick, wake, onMessage: () => undefined })
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

const calls = () => [tick.mock.calls.length, wake.mock.calls.length]
function turn(to: DocumentVisibilityState): void {
  visibility = to
  document.dispatchEvent(new Event('visibilitychange'))
}

test('a page ticks while it is visible, and not after its end', () => {
  vi.advanceTimersByTime(3000)
  expect(calls()).toEqual([3, 0])
  visibility = 'hidden'
  vi.advanceTimersByTime(5000)
  expect(calls()).toEqual([3, 0])
  visibility = 'visible'
  end()
  vi.advanceTimersByTime(5000)
  dispatchEvent(new Event('online'))
  expect(calls()).toEqual([3, 0])
})

test('a page polls at once when it is shown again, and tells when it is hidden', () => {
  turn('hidden')
  expect(calls()).toEqual([1, 0])
  turn('visible')
  expect(calls()).toEqual([2, 1])
})

test('a page polls at once when it comes out of the back-forward cache, not when it is loaded', () => {
  const show = (persisted: boolean) => dispatchEvent(Object.assign(new Event('pageshow'), { persisted }))
  show(false)
  expect(calls()).toEqual([0, 0])
  show(true)
  expect(calls()).toEqual([1, 1])
})

test('a page polls at once when the network is back', () => {
  dispatchEvent(new Event('online'))
  expect(calls()).toEqual([0, 1])
})
