import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { readMeta, writeMeta } from '../../src/db/meta.ts'
import { openDb } from '../../src/db/open.ts'
import { emptyDb } from '../../src/db/remains.ts'
import { databaseName, type PunctajDb } from '../../src/db/schema.ts'
import { readState } from '../../src/db/store.ts'
import { pushAlone } from '../../src/sw/alone.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let device: Device
let place: Awaited<ReturnType<typeof makePlace>>
let db: PunctajDb

beforeAll(async () => {
  cloud = await openCloud()
  device = await openDevice(cloud)
  await device.sync()
  place = await makePlace(device, 'Iași')
})
afterAll(() => cloud.stop())
afterEach(async () => {
  for (const { name = '' } of await indexedDB.databases()) {
    await new Promise((done) => (indexedDB.deleteDatabase(name).onsuccess = done))
  }
})

/** What a page leaves where the worker finds it, with points that nobody has sent; its token, or another one. */
async function leave(delta: number, accessToken = device.access.token() ?? ''): Promise<void> {
  await device.sync()
  if ((await device.lock()).is !== 'synced') await device.download()
  db = await openDb(device.user)
  for (const table of device.db.tables) await db.table(table.name).bulkPut(await table.toArray())
  await device.mutate(award(place.institution, place.first, delta))
  await db.outbox.bulkPut(await device.db.outbox.toArray())
  await device.db.outbox.clear()
  const { url, key } = device.access
  await writeMeta(db, 'access', { accessToken, expiresAt: 0, user: device.user, url, key })
}

const given = async () =>
  (
    await cloud.db<{ delta: number }>(`select delta from point_entries where employee = $1 and reason = 'test'`, [
      place.first,
    ])
  ).map(({ delta }) => delta)

test('a worker alone sends what a page has left, with its token, and forgets the token', async () => {
  await leave(5)
  await pushAlone()
  expect(await given()).toEqual([5])
  expect((await readState(db)).unsent).toBe(0)
  expect(await readMeta(db, 'access')).toBeUndefined()
  // Whoever left no token left nothing to do.
  await pushAlone()
  expect(await given()).toEqual([5])
})

test('a worker alone is tried again by the browser while edits are left, with an ended token too', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  await leave(6, 'an ended token')
  await expect(pushAlone()).rejects.toMatchObject({ code: 'not_signed_in' })
  expect((await readState(db)).unsent).toBe(1)
  expect(await readMeta(db, 'access')).toBeDefined()
})

test('a push that the cloud could not decide is tried again by the browser', async () => {
  await leave(7)
  const send = fetch
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const answer = await send(url, init)
    if (!url.includes('sync_push')) return answer
    const envelope = (await answer.json()) as { results: { id: string }[] }
    const results = envelope.results.map(({ id }) => ({ id, status: 'failed', code: 'server_fault' }))
    // Of a history that is not this device's: its leaves are not taken either.
    return Response.json({ ...envelope, results, forked: true })
  })
  await expect(pushAlone()).rejects.toMatchObject({ code: 'offline' })
  expect(await readMeta(db, 'access')).toBeDefined()
})

test('a worker alone does not let one person’s database hold up another’s edits', async () => {
  // Found first: one that a sign-out has emptied, and one that a newer app has made.
  await emptyDb(await openDb('00000000-0000-4000-8000-000000000000'))
  const newer = indexedDB.open(databaseName('00000000-0000-4000-8000-000000000001'), 990)
  await new Promise((done) => (newer.onsuccess = done))
  newer.result.close()
  await leave(8)
  await expect(pushAlone()).rejects.toMatchObject({ code: 'client_too_old' })
  expect(await given()).toContain(8)
  expect(await readMeta(db, 'access')).toBeUndefined()
})
