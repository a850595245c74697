import type { Page } from '@playwright/test'
import { expectPoints } from './app.ts'
import type { Device } from './device.ts'
import { ana } from './world.ts'

/** Opens the roster that a tab shows in more tabs, until there are so many. */
export async function manyTabs(device: Device, first: Page, count: number): Promise<Page[]> {
  const path = new URL(first.url()).pathname
  const tabs = [first]
  while (tabs.length < count) tabs.push(await device.open(path))
  for (const tab of tabs) await expectPoints(tab, ana.name, ana.points)
  return tabs
}

/**
 * Listens in every tab for the next word that the lock has moved. Resolves when all listen, with what gives the times at which
 * each has heard it, by its own clock in epoch milliseconds, the earliest first.
 */
export async function hearLock(tabs: readonly Page[]): Promise<() => Promise<number[]>> {
  const heard = tabs.map((tab) =>
    tab.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const channel = new BroadcastChannel('punctaj')
          channel.onmessage = ({ data }: MessageEvent<{ news?: { is?: string } } | null>) => {
            if (data?.news?.is !== 'lock') return
            resolve(performance.timeOrigin + performance.now())
            channel.close()
          }
        }),
    ),
  )
  // A page runs what it is given in order.
  await Promise.all(tabs.map((tab) => tab.evaluate(() => true)))
  return async () => (await Promise.all(heard)).sort((a, b) => a - b)
}
