import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Dexie } from 'dexie'
import { mutate } from '../../src/db/mutate.ts'
import * as queries from '../../src/db/queries.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { codeOf } from '../../src/domain/errors.ts'
import { fillDisk, loseForGood, mend, passing } from './connection.ts'
import { fill } from './filled.ts'
import { filledWith, give, type Use, uses } from './uses.ts'

/** Random ids and moments by their first appearance, so that two runs can be compared. */
function plain(value: unknown): unknown {
  const names = new Map<string, string>()
  const name = (id: string) => names.get(id) ?? (names.set(id, `#${names.size}`), `#${names.size - 1}`)
  const text = JSON.stringify(value ?? null)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, name)
    .replace(/\b1[0-9]{12}\b/g, '0')
  return JSON.parse(text)
}

/** Everything in a database, by table; rows in the order they were written where there is one. */
async function contents(db: PunctajDb): Promise<unknown> {
  const rows = await Promise.all(db.tables.map(async (table) => [table.name, sorted(await table.toArray())] as const))
  return Object.fromEntries(rows)
}

const sorted = (rows: { seq?: number }[]): unknown[] =>
  rows[0]?.seq === undefined ? rows.sort((a, b) => (shape(a) < shape(b) ? -1 : 1)) : rows
const shape = (row: unknown): string => JSON.stringify(plain(row))

async function outcome(use: Use, disturb: (db: PunctajDb) => void = () => undefined) {
  const { db, store, known } = await filledWith()
  disturb(db)
  const answer = await use(db, store, known)
  mend()
  return plain({ answer, rows: await contents(db) })
}

const wholes = new Map<Use, Promise<unknown>>()

/** How a use ends when nothing is wrong. */
const whole = (use: Use): Promise<unknown> => wholes.get(use) ?? (wholes.set(use, outcome(use)), whole(use))

beforeEach(() => {
  // Dexie says so when it opens a connection again.
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  return () => {
    mend()
    vi.restoreAllMocks()
  }
})

describe.each(passing)('when $name', ({ break: disturb }) => {
  test.each(uses)('%s ends as if nothing had happened', async (_, use) => {
    expect(await outcome(use, disturb)).toEqual(await whole(use))
  })
})

test('every operation says with a code that the storage is gone', async () => {
  const filled = await Promise.all(uses.map(() => filledWith()))
  for (const { db } of filled) loseForGood(db)
  const ends = uses.map(async ([, use], place) => {
    const { db, store, known } = filled[place] ?? (await filledWith())
    return use(db, store, known).then(() => 'done', codeOf)
  })
  expect(await Promise.all(ends)).toEqual(uses.map(() => 'storage_lost'))
})

const reads = new Set(['state', 'index', 'body', 'held', 'pending', 'unsent', 'draftKeys', 'archivesToFetch', 'file'])
for (const name of [
  'previewImport',
  'fileIds',
  'logs',
  'listDrafts',
  'undoView',
  'readRecent',
  'readNotice',
  'takeNotice',
  ...Object.keys(queries),
])
  reads.add(name)

test.each(uses.filter(([name]) => !reads.has(name)))(
  '%s writes nothing on a full disk, and says so',
  async (_, use) => {
    const { db, store, known } = await filledWith()
    const before = plain(await contents(db))
    fillDisk(db)
    await expect(use(db, store, known)).rejects.toMatchObject({ code: 'storage_full' })
    mend()
    expect(plain(await contents(db))).toEqual(before)
  },
)

test.each(uses.filter(([name]) => reads.has(name)))('%s reads on with a full disk', async (_, use) => {
  expect(await outcome(use, fillDisk)).toEqual(await whole(use))
})

test('many reads and edits at once survive the loss of their one connection', async () => {
  const { db, store } = await filledWith()
  passing[2]?.break(db)
  await Promise.all([1, 2, 3, 4].map((delta) => Promise.all([mutate(db, [give(delta)]), store.state()])))
  expect(await db.outbox.count()).toBe(2 + 4)
})

test('live queries hear of what was written under a lost answer', async () => {
  const { db } = await filledWith()
  const heard = new Set<string>()
  const hear = (parts: object) => Object.keys(parts).forEach((part) => heard.add(part))
  Dexie.on.storagemutated.subscribe(hear)
  passing.at(-1)?.break(db)
  await mutate(db, [give(1)])
  Dexie.on.storagemutated.unsubscribe(hear)
  expect(heard).toContain(`idb://${db.name}/outbox/`)
})

test('a database that the browser deleted under us begins anew, with another session', async () => {
  const { db, store } = await filledWith()
  const { session } = await store.state()
  await Promise.all(db.tables.map((table) => table.clear()))
  const { indexedDB } = (db as unknown as { _deps: { indexedDB: IDBFactory } })._deps
  passing[0]?.break(db)
  await new Promise((resolve) => (indexedDB.deleteDatabase(db.name).onsuccess = resolve))
  const fresh = await store.state()
  expect(fresh).toMatchObject({ lock: { is: 'synced' }, head: null, unsent: 0, session: expect.stringMatching(/./) })
  expect(fresh.session).not.toBe(session)
  await fill(db)
  expect(await mutate(db, [give(1)])).toHaveLength(1)
})
