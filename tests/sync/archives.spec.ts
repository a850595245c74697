import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { archiveDoc, archivesView, historyView, rosterView, trayView } from '../../src/db/queries.ts'
import { resetPoints, restoreArchive } from '../../src/sync/actions.ts'
import { fetchArchives, rehashArchives } from '../../src/sync/archives.ts'
import { uploadMissing } from '../../src/sync/upload.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let admin: Device
let place: Awaited<ReturnType<typeof makePlace>>
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  admin = await openDevice(cloud)
  await admin.sync()
  count += 1
  place = await makePlace(admin, `Orașul ${count}`, ['Ion', 'Ana'])
})

const reset = (device: Device, period = 1) =>
  resetPoints(device.engine, device.memory, device.online, place.institution, period)
const points = async (device: Device) => (await rosterView(device.db, place.institution))?.rows.map((row) => row.points)

test('a reset archives the week with the edits that were still here, and uploads its file', async () => {
  await admin.mutate(award(place.institution, place.first, 5))
  const { archive, uploaded, lost } = await reset(admin)
  expect({ uploaded, lost, points: archive.points }).toEqual({ uploaded: true, lost: false, points: 25 })
  expect(await admin.lock()).toEqual({ is: 'synced' })
  expect(await points(admin)).toEqual([0, 0])
  const stored = await admin.http.archiveFile(archive.path)
  expect(JSON.parse(stored)).toMatchObject({ total_points: 25, employee_count: 2 })
})

test('the second of two resets gets the archive of the first', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  const first = await reset(admin)
  const second = await reset(other)
  expect(second).toMatchObject({ lost: true, archive: { id: first.archive.id } })
})

test('points of a closed week go to the tray', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  await other.mutate(award(place.institution, place.first, 5))
  await reset(admin)
  await other.sync()
  await other.download()
  expect(await trayView(other.db)).toMatchObject([{ result: { code: 'period_closed' } }])
  expect(await points(other)).toEqual([0, 0])
})

test('another device fetches the file, verified; a corrupt object falls back to the database', async () => {
  await reset(admin)
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  const file = other.engine.cloud.archiveFile
  other.engine.cloud.archiveFile = async (path) => (await file(path)).replace('Ion', 'Eon')
  await fetchArchives(other.engine, other.memory)
  const line = (await archivesView(other.db)).find(({ institution }) => institution.id === place.institution)
  expect(line).toMatchObject({ local: true, row: { kind: 'reset' } })
  expect(JSON.stringify(await archiveDoc(other.db, line?.row.id ?? ''))).toContain('Ion')
  const history = await historyView(other.db, place.institution, place.first)
  expect(history).toMatchObject([
    { is: 'archive', points: 10 },
    { is: 'entry', total: 10 },
  ])
})

test('many missing files come in bulk, verified; what does not fit its hash is fetched alone', async () => {
  const ids: string[] = []
  for (let period = 1; period <= 10; period++) ids.push((await reset(admin, period)).archive.id)
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  const { archiveBodies, archiveFile } = other.engine.cloud
  const alone: string[] = []
  let calls = 0
  other.engine.cloud.archiveBodies = async (asked) => {
    calls += 1
    const bodies = await archiveBodies(asked)
    return bodies.map(({ id, body }) => ({ id, body: id === ids[3] ? body.replace('Ion', 'Eon') : body }))
  }
  other.engine.cloud.archiveFile = (path) => (alone.push(path), archiveFile(path))
  await fetchArchives(other.engine, other.memory)
  const lines = await archivesView(other.db)
  expect(lines.filter(({ row }) => ids.includes(row.id)).map(({ local }) => local)).toEqual(ids.map(() => true))
  expect(lines.filter(({ row }) => ids[3] === row.id && alone.includes(row.path))).toHaveLength(1)
  expect({ calls, alone: alone.length }).toEqual({ calls: 1, alone: 1 })
  expect(JSON.stringify(await archiveDoc(other.db, ids[3] ?? ''))).toContain('Ion')
})

test('a file that is missing holds nothing up and is tried again later', async () => {
  const { archive } = await reset(admin)
  admin.engine.cloud.archiveFile = () => Promise.reject(new TypeError('x'))
  admin.engine.cloud.archiveBody = () => Promise.reject(new TypeError('x'))
  admin.engine.cloud.archiveBodies = () => Promise.reject(new TypeError('x'))
  await fetchArchives(admin.engine, admin.memory)
  expect(await admin.lock()).toEqual({ is: 'synced' })
  expect(admin.memory.files.get(archive.id)).toMatchObject({ failures: 1 })
})

test('an archive whose maker vanished is uploaded by who sees it missing', async () => {
  admin.faults.at = (path, send) => (path.startsWith('/storage/') ? Promise.reject(new TypeError('gone')) : send())
  expect(await reset(admin)).toMatchObject({ uploaded: false })
  const other = await openDevice(cloud)
  await other.sync()
  expect(await other.http.archivesMissing()).not.toEqual([])
  await uploadMissing(other.engine, other.memory)
  expect(await other.http.archivesMissing()).toEqual([])
})

test('a file that rotted on the device is fetched anew', async () => {
  const { archive } = await reset(admin)
  await fetchArchives(admin.engine, admin.memory)
  await admin.db.files.update(archive.id, { text: 'rotten' })
  expect(await rehashArchives(admin.engine)).toBe(1)
  await fetchArchives(admin.engine, admin.memory)
  expect(await archiveDoc(admin.db, archive.id)).not.toBeNull()
})

test('a restore brings the points back and opens the next week', async () => {
  const { archive } = await reset(admin)
  const outcome = await restoreArchive(admin.engine, admin.memory, admin.online, archive.id, 2, false)
  expect(outcome.archive.kind).toBe('before_restore')
  expect(await points(admin)).toEqual([10, 10])
  expect((await rosterView(admin.db, place.institution))?.period).toBe(3)
})

test('files of an institution that left the view are deleted with it', async () => {
  const { archive } = await reset(admin)
  await admin.online.rpc('set_permissions', {
    target: '5a1e0000-0000-4000-8000-000000000003',
    rows: [{ city: null, institution: place.institution, capability: 'view' }],
  })
  const sef = await openDevice(cloud, 'sef')
  await sef.sync()
  await fetchArchives(sef.engine, sef.memory)
  expect(await sef.db.files.count()).toBe(1)
  await admin.online.rpc('set_permissions', { target: '5a1e0000-0000-4000-8000-000000000003', rows: [] })
  await sef.sync()
  expect(await sef.db.files.count()).toBe(0)
  await sef.engine.store.putFiles([{ id: archive.id, institution: place.institution, sha256: '', text: 'late' }])
  expect(await sef.db.files.count()).toBe(0)
})
