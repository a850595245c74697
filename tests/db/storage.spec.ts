import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test, vi } from 'vitest'
import { alive, openDb, retireDb, wipeDb } from '../../src/db/open.ts'
import { mutate } from '../../src/db/mutate.ts'
import { rosterView } from '../../src/db/queries.ts'
import { localStore } from '../../src/db/store.ts'
import type { PunctajDb } from '../../src/db/schema.ts'

const user = '5a1e0000-0000-4000-8000-000000000001'
const institution = '5a1e0000-0000-4000-8000-00000000000a'
const city = '5a1e0000-0000-4000-8000-00000000000b'
const employee = '5a1e0000-0000-4000-8000-00000000000c'
let db: PunctajDb
let store: ReturnType<typeof localStore>
let session: string

const bodies = (points: number) => ({
  [`me:${user}`]: { id: user, name: 'Eu', role: 'superuser', permissions: [], discord_id: null },
  directory: { cities: [{ id: city, name: 'Iași' }], institutions: [{ id: institution, city, name: 'Poliția' }] },
  [`roster:${institution}`]: {
    institution,
    period: 1,
    ranks: {},
    columns: [],
    employees: [{ id: employee, name: 'Ion', discord: '', rank: null, fields: {}, points, rev: 1, touched: 1 }],
  },
})

/** Prepares a replica of some version, as a verified download would. */
async function prepare(version: number, points: number, contained: string[] = []) {
  const rows = Object.entries(bodies(points)).map(([key, body]) => {
    const text = JSON.stringify(body)
    return { key, hash: `${key}#${text.length}#${points}`, text }
  })
  const next = Object.fromEntries(rows.map(({ key, hash, text }) => [key, { version, hash, bytes: text.length }]))
  const base = (await store.state()).head?.stamp ?? null
  const head = { version, root: `r${version}`, epoch: 0, nonce: '', view_root: '', me: '' }
  const rest = {
    policy: 'strict' as const,
    minClient: 1,
    keep: null,
    contained,
    lost: [],
    changedBy: null,
  }
  await store.prepare({ session, base, head, next, ...rest }, rows)
}

beforeEach(async () => {
  db = await openDb(user, { indexedDB: new IDBFactory(), IDBKeyRange })
  store = localStore(db)
  session = (await store.state()).session
  await prepare(1, 10)
  await store.apply()
})

const points = async () => (await rosterView(db, institution))?.rows[0]?.points
const award = (delta: number) =>
  mutate(db, [{ kind: 'points.add', institution, period: 1, employees: [employee], delta, reason: '' }])

test('exactly the contained ops leave the outbox', async () => {
  const [first] = await award(1)
  await award(2)
  expect(await points()).toBe(13)
  await prepare(2, 11, [first?.id ?? ''])
  expect(await store.apply()).toEqual({ is: 'synced' })
  expect(await db.outbox.count()).toBe(1)
  expect(await points()).toBe(13)
  expect(await db.sent.count()).toBe(1)
})

test('a download made on another head is not applied', async () => {
  await prepare(2, 20)
  await prepare(3, 30)
  await store.apply()
  await db.meta.put({ key: 'prepared', value: { session, base: 'another stamp', next: {}, contained: [], lost: [] } })
  expect(await store.apply()).toBeNull()
  expect(await points()).toBe(30)
})

test('a download made for another session is not applied', async () => {
  await prepare(2, 20)
  await db.meta.put({ key: 'session', value: 'another' })
  expect(await store.apply()).toBeNull()
  expect(await points()).toBe(10)
})

test('the lock stays when it asks for a newer head than the applied one', async () => {
  const head = { version: 3, root: 'r3', epoch: 0, nonce: '' }
  await store.lock({ is: 'demanded', cause: { reason: 'changed', by: null, at: null, why: null, head } })
  await prepare(2, 20)
  expect(await store.apply()).toMatchObject({ is: 'required' })
  await expect(award(1)).rejects.toMatchObject({ code: 'locked' })
  await prepare(3, 30)
  expect(await store.apply()).toEqual({ is: 'synced' })
})

test('replaced and useless staged bodies are deleted', async () => {
  await store.stage(session, '', [{ key: 'roster:x', hash: 'useless', text: 'x' }])
  await prepare(2, 20)
  await store.apply()
  expect(await db.leaves.count()).toBe(3)
})

test('what changed is worked out before the click', async () => {
  await prepare(2, 25)
  await store.apply()
  const [row] = await db.history.toArray()
  expect(row?.changes).toMatchObject([{ name: 'Poliția', changed: [{ name: 'Ion', from: 10, to: 25, delta: 15 }] }])
})

test('a database that the browser closed is opened again, once', async () => {
  let times = 0
  const answer = await alive(db, () => {
    times += 1
    if (times === 1) db.close()
    return db.meta.count()
  })
  expect(answer).toBeGreaterThan(0)
  db.close()
  expect(await points()).toBe(10)
})

test('a database that was wiped stays wiped', async () => {
  await wipeDb(db)
  await expect(points()).rejects.toMatchObject({ code: 'session_ended' })
  await expect(award(1)).rejects.toMatchObject({ code: 'session_ended' })
})

test('what still runs on a connection that was given up does not create its database anew', async () => {
  const indexedDB = new IDBFactory()
  const given = await openDb(user, { indexedDB, IDBKeyRange })
  retireDb(given)
  const gone = indexedDB.deleteDatabase(given.name)
  await new Promise((done) => (gone.onsuccess = done))
  await expect(rosterView(given, institution)).rejects.toMatchObject({ code: 'session_ended' })
  expect(await indexedDB.databases()).toEqual([])
})

test('a full disk has a name', async () => {
  const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' })
  const wrapped = Object.assign(new Error('aborted'), { name: 'AbortError', inner: full })
  await expect(alive(db, () => Promise.reject(wrapped))).rejects.toMatchObject({ code: 'storage_full' })
})

test('an edit and its order survive a restart', async () => {
  await award(1)
  await award(2)
  expect((await store.unsent(10)).map((op) => 'delta' in op && op.delta)).toEqual([1, 2])
})

test('storage that is forbidden has a name, and is not tried again', async () => {
  const work = vi.fn(() => Promise.reject(new DOMException('no', 'SecurityError')))
  await expect(alive(db, work)).rejects.toMatchObject({ code: 'storage_blocked' })
  expect(work).toHaveBeenCalledOnce()
})
