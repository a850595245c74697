import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { createRunner } from '../../src/sync/runner.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

let cloud: Cloud
let admin: Device
let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  cloud = await openCloud()
  admin = await openDevice(cloud)
  await admin.sync()
  place = await makePlace(admin, 'Iași')
})
afterAll(() => cloud.stop())

/** What the cloud knows of a device, and how often it was told. */
async function told(device: Device): Promise<{ state: unknown; version: unknown; times: number }> {
  const { device: id } = await device.state()
  const [row] = await cloud.db('select state, version::int as version from public.devices where id = $1', [id])
  const times = device.faults.calls.filter((path) => path === 'rpc/report_device').length
  return { state: row?.['state'], version: row?.['version'], times }
}

/** Lets a device's clock run ahead, so that it need not wait. */
const later = (device: Device, ms: number): void => {
  const { now } = device.engine.clock
  device.engine.clock.now = () => now() + ms
}

describe('what a device says of itself', () => {
  test('is that it is locked, and again when it has downloaded, but nothing in between', async () => {
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    expect(await told(device)).toMatchObject({ state: 'synced', times: 1 })
    await device.sync()
    expect(await told(device)).toMatchObject({ times: 1 })

    await admin.mutate(award(place.institution, place.first, 3))
    await admin.sync()
    later(device, 11_000)
    await device.sync()
    expect(await told(device)).toMatchObject({ state: 'required', times: 2 })
    await device.sync()
    await device.download()
    const { head } = await device.state()
    expect(await told(device)).toEqual({ state: 'synced', version: head?.version, times: 3 })
  })

  test('is nothing about a lock that was opened at once', async () => {
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    await admin.mutate(award(place.institution, place.first, 3))
    await admin.sync()
    await device.sync()
    expect(await told(device)).toMatchObject({ state: 'synced', times: 1 })
    await device.download()
    expect(await told(device)).toMatchObject({ state: 'synced', times: 2 })
  })

  test('is that it waits for a newer app, when the cloud takes no other word from it', async () => {
    const device = await openDevice(cloud, 'admin')
    await device.sync()
    await admin.online.rpc('settings_set', { patch: { min_client: 99 } })
    later(device, 11_000)
    await createRunner(device.engine).hurry()
    expect(await told(device)).toMatchObject({ state: 'outdated' })
    await admin.online.rpc('settings_set', { patch: { min_client: 1 } })
    await createRunner(device.engine).hurry()
    expect(await told(device)).toMatchObject({ state: 'synced' })
  })
})
