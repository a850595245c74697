import { awardAtCloud } from '../e2e/support/cloud-facts.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { ms, type Line } from './report.ts'
import { employeeId } from './seed.ts'
import { small, withCloud, withSyncedDevice } from './stage.ts'
import { clickToUnlocked, isPrepared, lockAt, until } from './watch-page.ts'

/** Changes at the cloud, each at a random moment between two polls, until the lock is in the page; then the click. */
export const lockLatency = (changes: number): Promise<Line[]> =>
  withCloud(small, (cloud) =>
    withSyncedDevice(cloud, async (_, page) => {
      const latencies: number[] = []
      const clicks: number[] = []
      for (let n = 1; n <= changes; n++) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 1000))
        const shown = lockAt(page, 'shown')
        await awardAtCloud(cloud, employeeId(1 + (n % small.employees)), 1)
        const committed = Date.now()
        latencies.push((await shown) - committed)
        await until(() => isPrepared(page))
        clicks.push(await clickToUnlocked(page))
      }
      return [
        line('cloud change → lock in the page', latencies, changes),
        line('click → unlocked, delta prefetched', clicks, changes),
      ]
    }),
  )

const line = (what: string, values: number[], count: number): Line => ({
  what: `${what} (${String(count)} changes)`,
  ours: `p50 ${ms(percentile(values, 0.5))}, p99 ${ms(percentile(values, 0.99))}, most ${ms(Math.max(...values))}`,
  against: '–',
  ratio: '–',
})
