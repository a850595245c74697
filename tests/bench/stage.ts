import { startCloud, type Cloud } from '../../local/cloud.ts'
import { enter } from '../e2e/support/app.ts'
import { Device } from '../e2e/support/device.ts'
import { seed, type Size } from './seed.ts'

/** The size that first syncs are measured at. */
export const large: Size = { cities: 50, institutions: 1_000, employees: 50_000 }

export const small: Size = { cities: 3, institutions: 40, employees: 2_000 }

/** A cloud of that size, for as long as `work` runs. */
export async function withCloud<T>(size: Size, work: (cloud: Cloud) => Promise<T>): Promise<T> {
  const cloud = await startCloud({ port: 0, empty: true })
  try {
    await seed(cloud, size)
    return await work(cloud)
  } finally {
    await cloud.stop()
  }
}

/** A new device, for as long as `work` runs. */
export async function withDevice<T>(cloud: Cloud, work: (device: Device) => Promise<T>): Promise<T> {
  const device = await Device.boot('bench', cloud.url)
  try {
    return await work(device)
  } finally {
    await device.dispose()
  }
}

/** A new device with a person signed in and everything downloaded. */
export const withSyncedDevice = <T>(
  cloud: Cloud,
  work: (device: Device, page: Awaited<ReturnType<typeof enter>>) => Promise<T>,
): Promise<T> => withDevice(cloud, async (device) => work(device, await enter(device, 'admin')))
