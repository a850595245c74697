import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { rosterView } from '../../src/db/queries.ts'
import { resetPoints } from '../../src/sync/actions.ts'
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
  place = await makePlace(admin, `Orașul ${count}`)
})

const points = async (device: Device) =>
  (await rosterView(device.db, place.institution))?.rows.find(({ id }) => id === place.first)?.points

describe('under the policy', () => {
  const setPolicy = (policy: string) => admin.online.rpc('settings_set', { patch: { policy } })

  test.each([
    ['relevant', false, 'synced'],
    ['relevant', true, 'required'],
    ['automatic', true, 'synced'],
    ['strict', false, 'required'],
  ])('%s a change (on screen: %s) leaves the device %s', async (policy, isOpen, lock) => {
    await setPolicy(policy)
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    device.engine.tabs.open = () => new Set(isOpen ? [place.institution] : [])
    await admin.mutate(award(place.institution, place.first, 3))
    await admin.sync()
    await device.sync()
    expect((await device.lock()).is).toBe(lock)
    if (lock === 'synced') expect(await points(device)).toBe(13)
    await setPolicy('strict')
  })

  test('relevant a reset locks whoever keeps the institution', async () => {
    await setPolicy('relevant')
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    await resetPoints(admin.engine, admin.memory, admin.online, place.institution, 1)
    await device.sync()
    expect(await device.lock()).toMatchObject({ is: 'required' })
    await setPolicy('strict')
  })

  test('a device follows the policy that came with the change, not the one that it knew before', async () => {
    await setPolicy('strict')
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    await setPolicy('automatic')
    // An answer that is slow would lock by the old policy, to be safe.
    device.engine.clock.wait = () => new Promise(() => undefined)
    await admin.mutate(award(place.institution, place.first, 3))
    await admin.sync()
    const lock = vi.spyOn(device.engine.store, 'lock')
    await device.sync()
    // Not even for the moment until it is applied.
    expect(lock.mock.calls.map(([event]) => event.is)).not.toContain('demanded')
    expect((await device.lock()).is).toBe('synced')
    expect(await points(device)).toBe(13)
    await setPolicy('strict')
  })
})
