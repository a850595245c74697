import { test as base, expect } from '@playwright/test'
import { startCloud, type Cloud } from '../../../local/cloud.ts'
import { machineClock } from '../../../local/jobs.ts'
import { Device } from './device.ts'
import { howItStood } from './howItStood.ts'
import { makeWorld } from './world.ts'

/** A cloud that has been used before: its log does not begin with the test. */
export interface TestCloud extends Cloud {
  /** Id of the last line in `sync_log` from before the test. */
  logStart: number
}

interface Fixtures {
  /** The small world, fresh for each test, in a cloud with the demo people. */
  cloud: TestCloud
  /** Starts a device of the test's own. At the end none of them may have complained in its console. */
  boot: (name: string) => Promise<Device>
}

interface Shared {
  /** One cloud in memory for each of Playwright's workers: its start takes longer than most tests. */
  usedCloud: Cloud
}

export const test = base.extend<Fixtures, Shared>({
  usedCloud: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      // No night falls in the middle of a test.
      const startedAt = Date.now()
      const cloud = await startCloud({ port: 0, empty: true, clock: { ...machineClock, now: () => startedAt } })
      await use(cloud)
      await cloud.stop()
    },
    { scope: 'worker' },
  ],

  cloud: async ({ usedCloud }, use) => {
    await makeWorld(usedCloud)
    const [last] = await usedCloud.db<{ id: number }>('select coalesce(max(id), 0)::int as id from public.sync_log')
    await use({ ...usedCloud, logStart: last?.id ?? 0 })
  },

  boot: async ({ cloud, browserName }, use, test) => {
    const browser = browserName === 'firefox' ? 'firefox' : 'chromium'
    const devices: Device[] = []
    await use(async (name) => {
      const device = await Device.boot(name, cloud.url, browser)
      devices.push(device)
      return device
    })
    if (test.status !== test.expectedStatus) {
      const facts = await Promise.all(devices.map(howItStood))
      console.log([test.title, ...facts].join('\n'))
    }
    await Promise.all(devices.map((device) => device.dispose()))
    expect(devices.flatMap(({ complaints }) => complaints)).toEqual([])
  },
})

export { expect }
