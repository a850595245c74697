import 'fake-indexeddb/auto'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watch as watchStores } from 'vue'
import { writeMeta } from '../../src/db/meta.ts'
import { mutate } from '../../src/db/mutate.ts'
import { openDb } from '../../src/db/open.ts'
import { databaseName, type PunctajDb } from '../../src/db/schema.ts'
import { type Watch, watchRows } from '../../src/page/watch.ts'
import { useSession } from '../../src/stores/session.ts'
import { useSync } from '../../src/stores/sync.ts'
import { useUi } from '../../src/stores/ui.ts'
import { fill, institution, ion, locked, user } from '../db/filled.ts'

let db: PunctajDb
let watch: Watch
let sync: ReturnType<typeof useSync>
const onNobody = vi.fn()

beforeEach(async () => {
  // Of the test before, whose database is gone by now.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  setActivePinia(createPinia())
  sync = useSync()
  onNobody.mockClear()
  await new Promise((done) => (indexedDB.deleteDatabase(databaseName(user)).onsuccess = done))
  db = await openDb(user)
})
afterEach(() => watch.stop())

test('a page says how many edits were lost when the browser has deleted the database', async () => {
  await fill(db)
  const edit = { kind: 'points.add' as const, institution, period: 2, employees: [ion], delta: 1, reason: '' }
  await mutate(db, [edit, edit])
  watch = watchRows(db, onNobody)
  await vi.waitFor(() => expect(sync.unsent).toBe(2))
  const ui = useUi()
  ui.toast('+1 punct pentru 1 angajat', 'plain', { label: 'Anulează', run: () => expect.unreachable() })
  // What comes in its place has a session of its own.
  await Promise.all(db.tables.map((table) => table.clear()))
  await db.meta.put({ key: 'session', value: 'another' })
  watch.hear({ is: 'lock' })
  await vi.waitFor(() => expect(sync.wiped).toEqual({ unsent: 2 }))
  expect(sync.head).toBeNull()
  expect(ui.toasts).toEqual([])
})

test('a page shows that the engine could not write, until it can again', () => {
  watch = watchRows(db, onNobody)
  watch.hear({ is: 'storage', code: 'storage_full' })
  expect(sync.fault).toBe('storage_full')
  watch.hear({ is: 'polled', at: 1, version: 1, minClient: 1 })
  expect(sync.fault).toBe('storage_full')
  watch.hear({ is: 'applied', version: 2 })
  expect(sync.fault).toBeNull()
})

test('a page notices a head in which its person is not', async () => {
  await fill(db)
  watch = watchRows(db, onNobody)
  await vi.waitFor(() => expect(sync.head).not.toBeNull())
  expect(onNobody).not.toHaveBeenCalled()
  const head = (await db.meta.get('head'))?.value as object
  await db.meta.put({ key: 'index', value: {} })
  await db.meta.put({ key: 'head', value: { ...head, stamp: 'next' } })
  await vi.waitFor(() => expect(onNobody).toHaveBeenCalledOnce())
})

test('who is there is known with the lock’s end and the head, not a moment later', async () => {
  const session = useSession()
  await writeMeta(db, 'lock', locked)
  session.state = { is: 'signed-in', user, me: null, email: null }
  watch = watchRows(db, onNobody)
  await vi.waitFor(() => expect(sync.lock.is).toBe('required'))
  const seen: unknown[] = []
  const shown = () => [sync.lock.is, sync.head?.version, session.state.is === 'signed-in' && session.state.me?.name]
  const stop = watchStores(shown, (now) => void seen.push(now)) // as often as a page is rendered
  await db.transaction('rw', db.tables, () => fill(db))
  await vi.waitFor(() => expect(sync.head).not.toBeNull())
  stop()
  expect(seen).toEqual([['synced', sync.head?.version, 'Ana Admin']])
})

test('what a poll says is shown a moment later, or together with what it has led to', async () => {
  watch = watchRows(db, onNobody)
  const polled = (version: number) => watch.hear({ is: 'polled', at: version, version, minClient: 1 })
  polled(1)
  expect(sync).toMatchObject({ link: 'online', cloudVersion: 1 })
  polled(2)
  expect(sync.cloudVersion).toBe(1)
  watch.hear({ is: 'lock' })
  expect(sync.cloudVersion).toBe(2)
  polled(3)
  await vi.waitFor(() => expect(sync.cloudVersion).toBe(3))
})
