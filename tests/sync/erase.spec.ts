import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { archiveDoc, rosterView, trayView } from '../../src/db/queries.ts'
import { addRecent } from '../../src/db/recent.ts'
import type { PersonPlace } from '../../src/domain/erase.ts'
import { resetPoints } from '../../src/sync/actions.ts'
import { fetchArchives } from '../../src/sync/archives.ts'
import { erasePerson, removeErasedFiles } from '../../src/sync/erasing.ts'
import { uploadMissing } from '../../src/sync/upload.ts'
import { award, type Device, id, makePlace, openCloud, openDevice } from './world.ts'

/* An erasure as devices meet it: the real engine, the real cloud, its storage. */

let cloud: Cloud
let boss: Device
let other: Device
let place: Awaited<ReturnType<typeof makePlace>>
let name: string
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  count += 1
  name = `Ștefana${count}x Țurcanu`
  boss = await openDevice(cloud)
  await boss.sync()
  place = await makePlace(boss, `Orașul ${count}`, [name, 'Ana'])
  other = await openDevice(cloud, 'admin')
  await other.sync()
})

/** Everything in a device's database, as text. */
async function held(device: Device, ...but: string[]): Promise<string> {
  const tables = device.db.tables.filter((table) => !but.includes(table.name))
  return JSON.stringify(await Promise.all(tables.map((table) => table.toArray())))
}

async function eraseAll() {
  const places = (await boss.online.rpc('person_places', { employee: place.first })) as PersonPlace[]
  const rows = places.flatMap(({ archive, row }) => (archive !== null && row !== null ? [{ archive, row }] : []))
  return erasePerson(boss.engine, boss.memory, boss.online, { employees: [place.first], rows }, 'cerere')
}

const reset = (device: Device, period = 1) =>
  resetPoints(device.engine, device.memory, device.online, place.institution, period)

test('after the next sync nothing on a device has the name, and its old archive files are gone', async () => {
  await boss.mutate({ ...award(place.institution, place.first, 5), reason: `pentru ${name}` } as never)
  await boss.sync()
  await boss.mutate({
    kind: 'points.add',
    institution: place.institution,
    period: 1,
    employees: place.employees,
    delta: 1,
    reason: `cu ${name}`,
  })
  await boss.sync()
  const { archive } = await reset(boss)
  await other.sync()
  await other.download()
  for (const device of [boss, other]) await fetchArchives(device.engine, device.memory)
  await other.mutate(award(place.institution, place.employees[1] ?? '', 2, 2))
  await other.sync()
  await boss.sync()
  await boss.download()
  await other.db.drafts.put({
    key: `points:${place.institution}:`,
    value: { people: [{ id: place.first, name }] },
    at: 1,
  })
  await addRecent(other.db, `person:${place.first}`)
  for (const device of [boss, other]) expect(await held(device)).toContain(name)

  expect((await eraseAll()).done).toMatchObject({ people: 1, rows: 1 })
  expect(await boss.lock()).toEqual({ is: 'synced' })
  expect(await held(boss)).not.toContain(name)
  expect((await rosterView(boss.db, place.institution))?.rows.map((row) => row.name)).toEqual(['Ana'])

  await other.sync()
  await other.download()
  expect(await other.lock()).toEqual({ is: 'synced' })
  const text = await held(other)
  expect(text).not.toContain(name)
  expect(text).not.toContain(`person:${place.first}`)
  await fetchArchives(other.engine, other.memory)
  expect(await archiveDoc(other.db, archive.id)).toMatchObject({ total_points: archive.points, employee_count: 2 })
  expect(await held(other)).not.toContain(name)
})

test('the old file leaves storage, the new one takes its place under a path of its own', async () => {
  const { archive } = await reset(boss)
  const stored = () =>
    cloud.db<{ name: string }>(`select name from storage.objects where name like $1`, [`Orasul_${count}/%`])
  expect(await stored()).toEqual([{ name: archive.path }])
  expect(await eraseAll()).toMatchObject({ left: [] })
  expect(await stored()).toEqual([])
  await expect(boss.http.archiveFile(archive.path)).rejects.toThrow()
  boss.memory.uploadAt = 0
  await uploadMissing(boss.engine, boss.memory)
  const [now] = await stored()
  expect(now?.name).not.toBe(archive.path)
  const text = await boss.http.archiveFile(now?.name ?? '')
  expect(JSON.parse(text)).toMatchObject({ total_points: archive.points, revised_at: expect.any(String) })
  expect(text).not.toContain(name)
})

test('files that could not be removed are named, and removed later; nobody but a superuser can', async () => {
  const { archive } = await reset(boss)
  boss.faults.at = (path, send) => (path.startsWith('/storage/') ? Promise.reject(new TypeError('gone')) : send())
  expect(await eraseAll()).toMatchObject({ left: [archive.path] })
  boss.faults.at = null
  await other.online.removeFiles([archive.path])
  expect(await boss.online.erasedFiles()).toContain(archive.path)
  expect(await removeErasedFiles(boss.online)).toEqual([])
})

test('an edit made offline meanwhile is refused as employee_gone and waits in the tray, which may hold the name', async () => {
  await other.mutate({ ...award(place.institution, place.first, 5), reason: 'bine' } as never, {
    kind: 'employee.edit',
    institution: place.institution,
    employee: place.first,
    set: { name: [name, `${name} B`] },
  })
  await eraseAll()
  await other.sync()
  await other.download()
  await other.sync()
  const tray = await trayView(other.db)
  expect(tray.map(({ result }) => [result.code, result.theirs?.['erased']])).toEqual([
    ['employee_gone', true],
    ['employee_gone', true],
  ])
  expect(await held(other, 'tray')).not.toContain(name)
  expect(await held(other)).toContain(name)
})

test('a file that was on its way when its archive was rewritten is not kept', async () => {
  const { archive } = await reset(boss)
  await other.sync()
  await other.download()
  const old = await other.http.archiveBody(archive.id)
  await eraseAll()
  await other.sync()
  await other.download()
  await other.engine.store.putFiles([
    { id: archive.id, institution: place.institution, sha256: archive.sha256, text: old },
  ])
  expect(await other.db.files.get(archive.id)).toBeUndefined()
  expect(await held(other)).not.toContain(name)
})

test('a device that was away for long, or starts anew, learns it with its next download', async () => {
  await reset(boss)
  await eraseAll()
  await boss.mutate(award(place.institution, place.employees[1] ?? '', 1, 2))
  await boss.sync()
  await other.sync()
  await other.download()
  const fresh = await openDevice(cloud, 'admin')
  await fresh.sync()
  for (const device of [other, fresh]) expect(await held(device)).not.toContain(name)
  expect(id()).not.toBe(place.first)
})
