import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { idOf } from '../../local/import/ids.ts'
import { chooseKeep } from '../../src/db/keep.ts'
import { archivesView, directoryView, rosterView } from '../../src/db/queries.ts'
import { adoptPeople, adoptPlaces, placeIds } from '../../src/domain/legacy/adopt.ts'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import { resultOf } from '../../src/domain/legacy/result.ts'
import { type ImportPort, type ImportWorld, type Sent, sendPlan } from '../../src/domain/legacy/send.ts'
import type { LegacyFile } from '../../src/domain/legacy/types.ts'
import { rosterExport } from '../../src/domain/rosterExport.ts'
import type { Directory, Roster } from '../../src/domain/model.ts'
import { uploadMissing } from '../../src/sync/upload.ts'
import { beforeImport, importArchives, importOps } from '../../src/sync/importing.ts'
import { archive, institution, person, sampleFiles } from '../fixtures/legacyFiles.ts'
import { type Device, openCloud, openDevice } from './world.ts'

/* An import over the real cloud, as a device's engine makes it. */

let cloud: Cloud
let device: Device

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  device = await openDevice(cloud)
  await device.sync()
})

const portOf = ({ engine, online, http }: Device): ImportPort => ({
  push: (ops) => importOps(engine, ops),
  importArchives: (items) => importArchives(engine, online, items),
  archiveBody: (id) => http.archiveBody(id),
})

/** What the cloud holds, by this device's verified copy. */
async function worldOf({ db, user }: Device): Promise<{ world: ImportWorld; directory: Directory }> {
  const { cities } = await directoryView(db)
  const institutions = cities.flatMap((city) => city.institutions)
  const views = await Promise.all(institutions.map(({ id }) => rosterView(db, id)))
  const rosters = views.flatMap((view): [string, Roster][] =>
    view ? [[view.institution.id, { ...view, institution: view.institution.id, employees: view.rows }]] : [],
  )
  const directory = {
    cities,
    institutions: cities.flatMap(({ id, institutions: own }) => own.map((each) => ({ ...each, city: id }))),
  }
  return { world: { user, places: placeIds(directory), rosters: new Map(rosters), idOf }, directory }
}

async function importFiles(files: LegacyFile[], by = device) {
  const sent: Sent[] = []
  await beforeImport(by.engine, by.memory)
  const { world, directory } = await worldOf(by)
  const plan = adoptPeople(adoptPlaces(planLegacyImport(files, idOf), directory), world.rosters)
  for await (const some of sendPlan(portOf(by), plan, world)) sent.push(...some)
  return resultOf(plan, sent)
}

const files = (city: string): LegacyFile[] => [
  { path: `data/alfa/${city}/Politie.json`, text: institution([person(), person({ DISCORD: 'x', PUNCTAJ: 'x' })]) },
  { path: `arhiva/${city}/Politie_2026-02-15_01-14-36.json`, text: archive([person()], { city }) },
]

test('who imports has everything at once, without a lock; the archives are stored by themselves', async () => {
  const result = await importFiles(sampleFiles())
  expect(result).toMatchObject({ added: 36, there: 0, differs: 0, refused: 1, exceptions: [] })
  expect(await device.lock()).toEqual({ is: 'synced' })
  await device.sync()
  expect(await device.lock()).toEqual({ is: 'synced' })
  const { cities } = await directoryView(device.db)
  const police = cities.find(({ name }) => name === 'BlackWater')?.institutions.find(({ name }) => name === 'Politie')
  expect((await rosterView(device.db, police?.id ?? ''))?.rows).toHaveLength(11)
  expect(await archivesView(device.db)).toHaveLength(16)
  device.memory.uploadAt = 0
  await uploadMissing(device.engine, device.memory)
  expect(await cloud.db('select count(*)::int as n from archives where uploaded_at is null')).toEqual([{ n: 0 }])
})

test('the second import adds nothing', async () => {
  await importFiles(files('Doi'))
  const version = (await device.state()).head?.version
  expect(await importFiles(files('Doi'))).toMatchObject({ added: 0, there: 4, differs: 0, refused: 1 })
  expect((await device.state()).head?.version).toBe(version)
})

test('own edits that wait go first, also those about the very places', async () => {
  await device.mutate({ kind: 'city.create', city: crypto.randomUUID(), name: 'Alt oraș' })
  await importFiles(files('Trei'))
  expect((await device.state()).unsent).toBe(0)
  const names = (await directoryView(device.db)).cities.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['Alt oraș', 'Trei']))
})

test('a device that keeps only a part applies its own import too', async () => {
  await importFiles(files('Patru'))
  await chooseKeep(device.db, [])
  await device.sync()
  await importFiles(files('Cinci'))
  const [cloudNow] = await cloud.db(`select version from sync_metadata where sync_key = 'global_version'`)
  expect(cloudNow).toEqual({ version: (await device.state()).head?.version })
  const held = (await device.db.leaves.toArray()).map(({ key }) => key)
  expect(held.filter((key) => /^(roster|archives|ledger):/.test(key))).toEqual([])
})

/** A city that was made by hand, with one institution and somebody in it, and its roster as the app exports it. */
async function handMade(name: string) {
  const [city, institution, employee] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  await device.mutate({ kind: 'city.create', city, name })
  await device.mutate({ kind: 'institution.create', institution, city, name: 'Spital', ranks: {}, columns: ['CNP'] })
  const ana = { name: 'Ana', discord: '', rank: null, fields: { CNP: '7' }, points: 7 }
  await device.mutate({ kind: 'employee.create', institution, employee, ...ana })
  await device.sync()
  const view = await rosterView(device.db, institution)
  if (!view) throw new Error('no roster')
  return { city, institution, exported: [{ path: 'x.json', text: JSON.stringify(rosterExport(view, 1)) }] }
}

test('an exported roster adds nothing where it came from', async () => {
  const { exported } = await handMade('Șase')
  expect(await importFiles(exported)).toMatchObject({ added: 0, there: 3, differs: 0, gone: 0, refused: 0 })
})

test('an exported roster brings back what was deleted since', async () => {
  const { city, institution, exported } = await handMade('Șapte')
  await device.mutate({ kind: 'city.delete', city, seen: [institution] })
  await device.sync()
  expect(await importFiles(exported)).toMatchObject({ added: 3, refused: 0, exceptions: [] })
})

test('somebody who is no superuser may not send archives', async () => {
  const admin = await openDevice(cloud, 'admin')
  await admin.sync()
  await expect(importArchives(admin.engine, admin.online, [])).rejects.toMatchObject({ code: 'denied' })
})
