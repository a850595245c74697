import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test, vi } from 'vitest'
import { addDecided, readDecided } from '../../src/db/decided.ts'
import { openDb } from '../../src/db/open.ts'
import { emptyDb, reviveDb, tidy } from '../../src/db/remains.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { localStore } from '../../src/db/store.ts'
import { unsentText } from '../../src/db/unsentText.ts'
import type { Op } from '../../src/domain/op.ts'

const [ana, ion] = ['5a1e0000-0000-4000-8000-000000000001', '5a1e0000-0000-4000-8000-000000000002']
const institution = '5a1e0000-0000-4000-8000-00000000000a'
let place: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange }
let db: PunctajDb

const op = (n: number): Op => ({
  id: `00000000-0000-7000-8000-00000000000${String(n)}`,
  user: ana,
  at: n,
  kind: 'points.add',
  institution,
  period: 1,
  employees: [institution],
  delta: n,
  reason: '',
})
const names = async () => (await place.indexedDB.databases()).map(({ name }) => name)
const nobody = () => null

/** A replica of one leaf, with an edit in every place where edits are. */
async function fill(): Promise<void> {
  const me = JSON.stringify({ id: ana, name: 'Ana', role: 'superuser', permissions: [], discord_id: null })
  await localStore(db).prepare(
    {
      session: (await localStore(db).state()).session,
      base: null,
      head: { version: 1, root: 'r', epoch: 0, nonce: '', view_root: '', me: 'h' },
      next: { [`me:${ana}`]: { version: 1, hash: 'h', bytes: me.length } },
      policy: 'strict',
      minClient: 1,
      keep: null,
      contained: [],
      lost: [],
      changedBy: null,
    },
    [{ key: `me:${ana}`, hash: 'h', text: me }],
  )
  await localStore(db).apply()
  await db.outbox.bulkAdd([
    { id: op(1).id, op: op(1), state: 'acked' },
    { id: op(2).id, op: op(2), state: 'unsent' },
  ])
  await db.tray.put({ id: op(3).id, op: op(3), at: 3, result: { id: op(3).id, status: 'denied' } })
  await db.sent.put({ id: op(4).id, op: op(4), at: 4 })
  await db.files.put({ id: ana, institution, sha256: '', text: 'secret' })
  await db.drafts.put({ key: 'form', value: 'secret', at: 1 })
  await db.logs.put({ id: ana, entry: {} })
}

beforeEach(async () => {
  place = { indexedDB: new IDBFactory(), IDBKeyRange }
  db = await openDb(ana, place)
  await fill()
})

const counts = async () =>
  Object.fromEntries(await Promise.all(db.tables.map(async (table) => [table.name, await table.count()] as const)))

test('of a session that ended only unsent edits and the tray stay, with a name to them', async () => {
  expect(await tidy(nobody, place)).toEqual([{ user: ana, name: 'Ana', unsent: 1, tray: 1 }])
  const { outbox, tray, meta, ...rest } = await counts()
  expect({ outbox, tray }).toEqual({ outbox: 1, tray: 1 })
  expect(meta).toBeGreaterThan(0)
  expect(Object.values(rest).every((count) => count === 0)).toBe(true)
  expect(JSON.parse(await unsentText(db))).toMatchObject({
    user: ana,
    name: 'Ana',
    outbox: [{ op: op(2) }],
    tray: [{ op: op(3) }],
  })
  // Again, as by another tab and by every later start.
  expect(await tidy(nobody, place)).toEqual([{ user: ana, name: 'Ana', unsent: 1, tray: 1 }])
})

test('who signs in again finds the edits, on the device they had', async () => {
  const { device, session } = await localStore(db).state()
  await addDecided(db, [op(4).id])
  await tidy(nobody, place)
  await reviveDb(ana, place)
  const back = await openDb(ana, place)
  const state = await localStore(back).state()
  expect(await readDecided(back)).toEqual([op(4).id])
  expect(state).toMatchObject({ device, unsent: 1, tray: 1, head: null, lock: { is: 'synced' } })
  expect(state.session).not.toBe(session)
  expect(await db.meta.get('left')).toBeUndefined()
})

test('whoever is signed in is left alone, also when that happened meanwhile', async () => {
  const before = await counts()
  expect(await tidy(() => ana, place)).toEqual([])
  const answers = [null, ana]
  expect(await tidy(() => answers.shift() ?? null, place)).toEqual([])
  expect(await counts()).toEqual(before)
})

test('a download that was under way writes nothing into what is left', async () => {
  const store = localStore(db)
  const { session } = await store.state()
  await tidy(nobody, place)
  await expect(store.stage(session, '', [{ key: 'roster:x', hash: 'h', text: 'secret' }])).rejects.toMatchObject({
    code: 'session_ended',
  })
  expect(await db.leaves.count()).toBe(0)
})

test('a sign-out empties everything at once, and the database goes when its mark has had its time', async () => {
  await emptyDb(db)
  expect(await counts()).toMatchObject({ meta: 1, outbox: 0, tray: 0, leaves: 0, drafts: 0 })
  await expect(openDb(ana, place)).rejects.toMatchObject({ code: 'session_ended' })
  // A tab that did not know yet.
  await db.drafts.put({ key: 'form', value: 'secret', at: 1 })
  await db.outbox.add({ id: op(5).id, op: op(5), state: 'unsent' })
  expect(await tidy(nobody, place)).toEqual([])
  expect(await counts()).toMatchObject({ meta: 1, outbox: 0, drafts: 0 })
  expect(await names()).toEqual([`punctaj:${ana}`])
  const now = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(now + 10_001)
  expect(await tidy(nobody, place)).toEqual([])
  expect(await names()).toEqual([])
  expect(db.retired).toBe(true)
})

test('a sign-out that throws nothing away stops at an edit that another tab has just made', async () => {
  const before = await counts()
  await expect(emptyDb(db, 1, false)).rejects.toMatchObject({ code: 'edits_left' })
  await db.outbox.clear()
  await expect(emptyDb(db, 1, false)).rejects.toMatchObject({ code: 'edits_left' })
  expect(await counts()).toEqual({ ...before, outbox: 0 })
  await db.tray.clear()
  await db.outbox.add({ id: op(5).id, op: op(5), state: 'acked' })
  await emptyDb(db, 1, false)
  expect(await counts()).toMatchObject({ meta: 1, outbox: 0, leaves: 0 })
})

test('who signs in anew before that starts with an empty database', async () => {
  await emptyDb(db)
  await db.outbox.add({ id: op(5).id, op: op(5), state: 'unsent' })
  await reviveDb(ana, place)
  const fresh = await openDb(ana, place)
  expect(await localStore(fresh).state()).toMatchObject({ unsent: 0, head: null })
  expect(await tidy(() => ana, place)).toEqual([])
  expect(await names()).toEqual([`punctaj:${ana}`])
})

test('of people without unsent edits nothing is kept', async () => {
  const other = await openDb(ion, place)
  other.close()
  await tidy(() => ana, place)
  const now = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(now + 10_001)
  await tidy(() => ana, place)
  expect(await names()).toEqual([`punctaj:${ana}`])
})
