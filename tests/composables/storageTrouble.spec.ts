// @vitest-environment happy-dom
import { createPinia, type Pinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, h, nextTick } from 'vue'
import { useStorageTrouble } from '../../src/composables/useStorageTrouble.ts'
import { useSync } from '../../src/stores/sync.ts'

let pinia: Pinia
let sync: ReturnType<typeof useSync>
let notice: ReturnType<typeof useStorageTrouble>
let isPersisted: boolean
let grants: boolean
const persist = vi.fn(async () => (isPersisted ||= grants))
let close: () => void

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  isPersisted = grants = false
  persist.mockClear()
  const storage = { estimate: async () => ({}), persisted: async () => isPersisted, persist }
  Object.defineProperty(navigator, 'storage', { configurable: true, value: storage })
  pinia = createPinia()
  sync = useSync(pinia)
})
afterEach(() => {
  close()
  vi.useRealTimers()
})

/** The part of the page that tells of the storage. */
async function show(): Promise<void> {
  const app = createApp({ setup: () => ((notice = useStorageTrouble()), () => h('i')) })
  app.use(pinia).mount(document.createElement('div'))
  close = () => app.unmount()
  await vi.advanceTimersByTimeAsync(1)
}

/** So many edits wait, the oldest of them made some time ago. */
const wait = (unsent: number, ago = 0) =>
  void sync.$patch({ unsent, unsentSince: unsent > 0 ? Date.now() - ago : null })
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const risk = (unsent: number, refused = false) => ({ is: 'risk', unsent, refused })

test('a page warns of edits that wait where the browser keeps nothing for sure', async () => {
  await show()
  wait(2)
  await later(9_900)
  expect(notice.trouble.value).toBeNull()
  wait(0)
  await later(200)
  wait(3)
  await later(9_900)
  expect(notice.trouble.value).toBeNull()
  await later(200)
  expect(notice.trouble.value).toEqual(risk(3))
  await notice.persist()
  expect(notice.trouble.value).toEqual(risk(3, true))
  wait(0)
  await nextTick()
  expect(notice.trouble.value).toBeNull()
})

test('a page does not warn of edits that follow each other, each sent in time', async () => {
  await show()
  for (let n = 0; n < 10; n += 1) {
    wait(2, 2000)
    await later(3000)
    expect(notice.trouble.value).toBeNull()
  }
  await later(6000)
  expect(notice.trouble.value).toEqual(risk(2))
})

test('a page gives edits their time that waited before it was opened, and those of the future', async () => {
  sync.$patch({ unsent: 1, unsentSince: Date.now() - 3_600_000 })
  await show()
  await later(9_900)
  expect(notice.trouble.value).toBeNull()
  await later(200)
  expect(notice.trouble.value).toEqual(risk(1))
  wait(1, -3_600_000)
  await later(10_100)
  expect(notice.trouble.value).toEqual(risk(1))
})

test('a page says nothing where the browser keeps everything for sure', async () => {
  isPersisted = true
  await show()
  wait(1)
  await later(20_000)
  expect(notice.trouble.value).toBeNull()
  expect(persist).not.toHaveBeenCalled()
})

test('a page asks the browser once by itself, at the first edit', async () => {
  await show()
  expect(persist).not.toHaveBeenCalled()
  for (const unsent of [1, 0, 1, 0]) {
    wait(unsent)
    await later(10)
  }
  expect(persist).toHaveBeenCalledOnce()
  close()
  await show()
  wait(1)
  await later(10)
  expect(persist).toHaveBeenCalledOnce()
})

test('a page tells the worst first, and what was dismissed no more', async () => {
  await show()
  wait(1)
  await later(10_100)
  sync.fault = 'storage_full'
  sync.wiped = { unsent: 4 }
  expect(notice.trouble.value).toEqual({ is: 'wiped', unsent: 4, back: false })
  notice.dismiss()
  expect(notice.trouble.value).toEqual({ is: 'fault', code: 'storage_full' })
  notice.dismiss()
  expect(notice.trouble.value).toEqual(risk(1))
  notice.dismiss()
  expect(notice.trouble.value).toBeNull()
})
