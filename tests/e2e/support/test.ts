import { test as base, expect } from '@playwright/test'
import { startCloud, type Cloud } from '../../../local/cloud.ts'
import { Device } from './device.ts'
import { makeWorld } from './world.ts'

interface Fixtures {
  /** A cloud of the test's own, in memory, with the small world and the demo people. */
  cloud: Cloud
  /** Starts a device of the test's own. At the end none of them may have complained in its console. */
  boot: (name: string) => Promise<Device>
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern
  cloud: async ({}, use) => {
    const cloud = await startCloud({ port: 0, empty: true })
    await makeWorld(cloud)
    await use(cloud)
    await cloud.stop()
  },

  boot: async ({ cloud }, use) => {
    const devices: Device[] = []
    await use(async (name) => {
      const device = await Device.boot(name, cloud.url)
      devices.push(device)
      return device
    })
    await Promise.all(devices.map((device) => device.dispose()))
    expect(devices.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})

export { expect }
