// @vitest-environment happy-dom
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { nextTick } from 'vue'
import type { Access } from '../../src/channel/worker.ts'
import { readMeta } from '../../src/db/meta.ts'
import { openDb } from '../../src/db/open.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { watchAway } from '../../src/page/away.ts'
import { useSync } from '../../src/stores/sync.ts'

const access: Access = { accessToken: 't', expiresAt: 1, user: 'u', url: 'https://cloud.test', key: 'k' }
let db: PunctajDb
let end: () => void
let visibility: DocumentVisibilityState
let sync: ReturnType<typeof useSync>
const register = vi.fn<(tag: string) => Promise<void>>(() => Promise.resolve())
let registration: object

beforeEach(async () => {
  setActivePinia(createPinia())
  register.mockClear()
  registration = { sync: { register } }
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  const serviceWorker = { getRegistration: async () => registration }
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: serviceWorker })
  db = await openDb('u', { indexedDB: new IDBFactory(), IDBKeyRange })
  sync = useSync()
  end = watchAway(db, () => access)
})
afterEach(() => end())

const left = () => readMeta(db, 'access')
async function hide(): Promise<void> {
  visibility = 'hidden'
  document.dispatchEvent(new Event('visibilitychange'))
  await nextTick()
}
/** Everything that was begun has had its time. */
const pause = () => new Promise((done) => setTimeout(done, 50))

test('a page asks the browser to push when it is hidden with edits unsent', async () => {
  sync.unsent = 2
  await nextTick()
  await hide()
  await vi.waitFor(() => expect(register).toHaveBeenCalledWith('punctaj-push'))
  expect(await left()).toEqual(access)
})

test('a page asks the browser to push when the network goes', async () => {
  sync.link = 'offline'
  sync.unsent = 1
  await vi.waitFor(() => expect(register).toHaveBeenCalled())
  expect(await left()).toEqual(access)
})

test('a page leaves no token behind when everything is sent, or it is at work itself', async () => {
  sync.link = 'online'
  sync.unsent = 1
  await pause()
  sync.unsent = 0
  await hide()
  await pause()
  expect(register).not.toHaveBeenCalled()
  expect(await left()).toBeUndefined()
})

test('a page asks for nothing when its session has ended', async () => {
  end()
  sync.unsent = 1
  await hide()
  await pause()
  expect(register).not.toHaveBeenCalled()
})

test('a page leaves no token behind where there is no Background Sync', async () => {
  registration = {}
  sync.unsent = 1
  await hide()
  await pause()
  expect(await left()).toBeUndefined()
})
