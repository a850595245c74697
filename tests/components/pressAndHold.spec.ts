// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pressAndHold } from '../../src/components/roster/pressAndHold.ts'

const [held, clicked] = [vi.fn(), vi.fn()]
let box: HTMLInputElement

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  document.body.innerHTML = '<div><input type="checkbox"></div>'
  const outer = document.querySelector('div')
  const input = document.querySelector('input')
  if (!outer || !input) throw new Error('not there')
  box = input
  const hold = pressAndHold((target) => void held(target))
  outer.addEventListener('pointerdown', hold.begin)
  outer.addEventListener('pointerup', hold.end)
  outer.addEventListener('pointercancel', hold.end)
  outer.addEventListener('contextmenu', hold.menu)
  outer.addEventListener('click', hold.click, { capture: true })
  box.addEventListener('click', clicked)
})
afterEach(() => vi.useRealTimers())

const touch = (type: string, pointerType = 'touch'): boolean =>
  box.dispatchEvent(new PointerEvent(type, { pointerType, bubbles: true, cancelable: true }))

describe('a finger on a row’s checkbox', () => {
  it('that rests does so once, and the tap that follows takes nothing back', () => {
    touch('pointerdown')
    vi.advanceTimersByTime(600)
    expect(touch('contextmenu')).toBe(false)
    touch('pointerup')
    box.click()
    expect(held.mock.calls).toEqual([[box]])
    expect(clicked).not.toHaveBeenCalled()
  })

  it('that taps or scrolls selects as ever, or not at all', () => {
    touch('pointerdown')
    vi.advanceTimersByTime(200)
    touch('pointerup')
    box.click()
    expect(clicked).toHaveBeenCalledOnce()
    touch('pointerdown')
    touch('pointercancel')
    vi.advanceTimersByTime(600)
    expect(held).not.toHaveBeenCalled()
  })

  it('is no mouse button that is held, nor does the next tap suffer from it', () => {
    touch('pointerdown', 'mouse')
    vi.advanceTimersByTime(600)
    expect(touch('contextmenu', 'mouse')).toBe(true)
    expect(held).not.toHaveBeenCalled()
    touch('pointerdown')
    vi.advanceTimersByTime(600)
    touch('pointerup')
    touch('pointerdown')
    touch('pointerup')
    box.click()
    expect([held.mock.calls.length, clicked.mock.calls.length]).toEqual([1, 1])
  })
})
