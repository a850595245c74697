import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { expectUnlocked, takeDownload } from '../e2e/support/app.ts'
import { awardAtCloud } from '../e2e/support/cloud-facts.ts'
import type { Device } from '../e2e/support/device.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { hearLock } from '../e2e/support/tabs.ts'
import { ms, times, type Line } from './report.ts'
import { employeeId } from './seed.ts'
import { small, withCloud, withDevice, withSyncedDevice } from './stage.ts'

/** From the first to the last of some moments. */
const spread = (moments: readonly number[]): number => (moments.at(-1) ?? 0) - (moments.at(0) ?? 0)

async function openMore(device: Device, first: Page, count: number): Promise<Page[]> {
  const tabs = [first]
  while (tabs.length < count) tabs.push(await device.open(new URL(first.url()).pathname))
  return tabs
}

const ours = (cloud: Cloud, tabCount: number, changes: number): Promise<number[]> =>
  withSyncedDevice(cloud, async (device, page) => {
    const tabs = await openMore(device, page, tabCount)
    const spreads: number[] = []
    for (let n = 1; n <= changes; n++) {
      await expectUnlocked(...tabs)
      const heard = await hearLock(tabs)
      await awardAtCloud(cloud, employeeId(n), 1)
      spreads.push(spread(await heard()))
      await takeDownload(page)
    }
    return spreads
  })

/** The same number of pages that have nothing but a channel, and a word on it once a second. */
const floor = (cloud: Cloud, tabCount: number, words: number): Promise<number[]> =>
  withDevice(cloud, async (device) => {
    const tabs = await openMore(device, await device.open('/health'), tabCount)
    const sender = await device.open('/health')
    const spreads: number[] = []
    for (let n = 0; n < words; n++) {
      const heard = tabs.map((tab) => tab.evaluate(hearOnce))
      await Promise.all(tabs.map((tab) => tab.evaluate(() => true)))
      await sender.waitForTimeout(1000)
      await sender.evaluate(() => {
        const channel = new BroadcastChannel('floor')
        channel.postMessage('word')
        channel.close()
      })
      spreads.push(spread((await Promise.all(heard)).sort((a, b) => a - b)))
    }
    return spreads
  })

/** Runs in the page. */
const hearOnce = (): Promise<number> =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel('floor')
    channel.onmessage = () => {
      resolve(performance.timeOrigin + performance.now())
      channel.close()
    }
  })

/** From the first tab that hears of the lock to the last, by the clock of each tab. */
export const broadcast = (tabCount: number, changes: number): Promise<Line[]> =>
  withCloud(small, async (cloud) => {
    const [own, least] = [await ours(cloud, tabCount, changes), await floor(cloud, tabCount, changes)]
    return [
      {
        what: `broadcast of the lock, first → ${String(tabCount)}th tab (${String(changes)} changes)`,
        ours: `p50 ${ms(percentile(own, 0.5))}, most ${ms(Math.max(...own))}`,
        against: `floor ${ms(percentile(least, 0.5))}`,
        ratio: times(percentile(own, 0.5) / percentile(least, 0.5)),
      },
    ]
  })
