import type { Cloud } from '../../local/cloud.ts'
import { awardAtCloud } from '../e2e/support/cloud-facts.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { kib, ms, type Line } from './report.ts'
import { employeeId } from './seed.ts'
import { large, withSyncedDevice } from './stage.ts'
import { clickAtOnce, lockAt } from './watch-page.ts'

/** One person's points among all of them: what comes down for it, and how long until the screen is free again. */
export const oneChange = (cloud: Cloud, changes: number): Promise<Line[]> =>
  withSyncedDevice(cloud, async (device, page) => {
    const bytes: number[] = []
    const took: number[] = []
    await clickAtOnce(page)
    for (let n = 1; n <= changes; n++) {
      const before = device.proxy.seen.length
      const shown = lockAt(page, 'shown')
      await awardAtCloud(cloud, employeeId(n * 997), 1)
      const committed = Date.now()
      await shown
      took.push((await lockAt(page, 'gone')) - committed)
      const data = device.proxy.seen
        .slice(before)
        .filter(({ call }) => call === 'rpc:sync_delta' || call === 'rpc:sync_pull')
      bytes.push(data.reduce((sum, one) => sum + one.bytes, 0))
    }
    return [
      {
        what: `one change among ${large.employees.toLocaleString('en')} employees (median of ${String(changes)})`,
        ours: `${kib(percentile(bytes, 0.5))} down; change → unlocked by an immediate click ${ms(percentile(took, 0.5))}`,
        against: '–',
        ratio: '–',
      },
    ]
  })
