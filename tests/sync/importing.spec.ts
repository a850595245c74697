import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { idOf } from '../../local/import/ids.ts'
import { chooseKeep } from '../../src/db/keep.ts'
import { archivesView, directoryView, rosterView } from '../../src/db/queries.ts'
import { planLegacyImport } from '../../src/domain/legacy/plan.ts'
import { resultOf } from '../../src/domain/legacy/result.ts'
import { type ImportPort, type ImportWorld, type Sent, sendPlan } from '../../src/domain/legacy/send.ts'
import type { LegacyFile } from '../../src/domain/legacy/types.ts'
import type { Roster } from '../../src/domain/model.ts'
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
async function worldOf({ db, user }: Device): Promise<ImportWorld> {
  const { cities } = await directoryView(db)
  const institutions = cities.flatMap((city) => city.institutions)
  const views = await Promise.all(institutions.map(({ id }) => rosterView(db, id)))
  const rosters = views.flatMap((view): [string, Roster][] =>
    view ? [[view.institution.id, { ...view, institution: view.institution.id, employees: view.rows }]] : [],
  )
  return { user, places: new Set([...cities, ...institutions].map(({ id }) => id)), rosters: new Map(rosters), idOf }
}

async function importFiles(files: LegacyFile[], by = device) {
  const plan = planLegacyImport(files, idOf)
  const sent: Sent[] = []
  await beforeImport(by.engine, by.memory)
  const world = await worldOf(by)
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

test('somebody who is no superuser may not send archives', async () => {
  const admin = await openDevice(cloud, 'admin')
  await admin.sync()
  await expect(importArchives(admin.engine, admin.online, [])).rejects.toMatchObject({ code: 'denied' })
})
