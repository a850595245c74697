import { expectUnlocked, takeDownload } from '../e2e/support/app.ts'
import { awardAtCloud } from '../e2e/support/cloud-facts.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { hearLock } from '../e2e/support/tabs.ts'
import { ms, type Line } from './report.ts'
import { employeeId } from './seed.ts'
import { small, withCloud, withSyncedDevice } from './stage.ts'

/** From the first tab that hears of the lock to the last, by the clock of each tab. */
export const broadcast = (tabCount: number, changes: number): Promise<Line[]> =>
  withCloud(small, (cloud) =>
    withSyncedDevice(cloud, async (device, page) => {
      const tabs = [page]
      while (tabs.length < tabCount) tabs.push(await device.open(new URL(page.url()).pathname))
      const spreads: number[] = []
      for (let n = 1; n <= changes; n++) {
        await expectUnlocked(...tabs)
        const heard = await hearLock(tabs)
        await awardAtCloud(cloud, employeeId(n), 1)
        const times = await heard()
        spreads.push((times.at(-1) ?? 0) - (times.at(0) ?? 0))
        await takeDownload(page)
      }
      const [median, most] = [percentile(spreads, 0.5), Math.max(...spreads)]
      return [
        {
          what: `broadcast of the lock, first → ${String(tabCount)}th tab (${String(changes)} changes)`,
          ours: `p50 ${ms(median)}, most ${ms(most)}`,
          against: '–',
          ratio: '–',
        },
      ]
    }),
  )
