// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, type Ref, shallowRef } from 'vue'
import { useDrawn } from '../../src/composables/useDrawn.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestIdleCallback', undefined)
  Reflect.deleteProperty(globalThis, 'requestIdleCallback')
})

afterEach(() => void vi.useRealTimers())

test('a screenful is drawn at once, the rest of what is wanted later, and never less again', async () => {
  const wanted = shallowRef(0)
  const scope = effectScope()
  const drawn = scope.run(() => useDrawn(() => wanted.value)) as Readonly<Ref<number>>
  await vi.advanceTimersByTimeAsync(1000)
  wanted.value = 50
  await nextTick()
  expect(drawn.value).toBe(20)
  await vi.advanceTimersByTimeAsync(1000)
  expect(drawn.value).toBe(50)
  wanted.value = 10
  await vi.advanceTimersByTimeAsync(1000)
  expect(drawn.value).toBe(50)
  scope.stop()
})
