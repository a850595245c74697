import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { forceSync } from '../../src/sync/actions.ts'
import { type Device, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let admin: Device

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  admin = await openDevice(cloud)
  await admin.sync()
})

const calm = () =>
  cloud.db(`update sync_metadata set last_modified_at = now() - interval '1 hour' where sync_key = 'force_sync'`)

test('whoever forces is not locked by it, every other device is', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  await calm()
  await forceSync(admin.engine, admin.online, 'curățenie')
  await admin.sync()
  await other.sync()
  expect(await admin.lock()).toEqual({ is: 'synced' })
  expect(await other.lock()).toMatchObject({ is: 'required', cause: { reason: 'forced' } })
})

test('whoever forces is locked by a force of somebody else that came in between', async () => {
  const other = await openDevice(cloud, 'admin')
  await other.sync()
  await calm()
  await forceSync(other.engine, other.online, 'întâi')
  await calm()
  await forceSync(admin.engine, admin.online, 'apoi')
  await admin.sync()
  expect(await admin.lock()).toMatchObject({ is: 'required', cause: { reason: 'forced' } })
})
