import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { directoryView, rosterView } from '../../src/db/queries.ts'
import { id, openCloud, openDevice } from './world.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())

test('an empty cloud is synced without a click', async () => {
  const device = await openDevice(cloud)
  await device.sync()
  const state = await device.state()
  expect(state.lock).toEqual({ is: 'synced' })
  expect(state.head).not.toBeNull()
})

test('edits of one device reach another, which locks until it has them', async () => {
  const a = await openDevice(cloud)
  const b = await openDevice(cloud)
  await a.sync()
  await b.sync()
  const [city, institution, employee] = [id(), id(), id()]
  await a.mutate(
    { kind: 'city.create', city, name: 'Iași' },
    { kind: 'institution.create', institution, city, name: 'Poliția', ranks: { '1': 'Ofițer' }, columns: [] },
    { kind: 'employee.create', institution, employee, name: 'Ion', discord: '', rank: 1, fields: {}, points: 5 },
  )
  expect((await directoryView(a.db)).cities.map(({ name }) => name)).toEqual(['Iași'])
  await a.sync()
  expect(await a.state()).toMatchObject({ lock: { is: 'synced' }, unsent: 0, tray: 0 })
  expect(await a.db.outbox.count()).toBe(0)
  await b.sync()
  expect(await b.lock()).toMatchObject({ is: 'required', cause: { reason: 'changed' } })
  await expect(b.mutate({ kind: 'city.create', city: id(), name: 'Cluj' })).rejects.toMatchObject({ code: 'locked' })
  await b.download()
  expect(await b.lock()).toEqual({ is: 'synced' })
  expect((await rosterView(b.db, institution))?.rows).toMatchObject([{ name: 'Ion', points: 5, role: 'Ofițer' }])
})
