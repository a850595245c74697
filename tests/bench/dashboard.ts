import { expect, type Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { adminPath } from '../e2e/support/app.ts'
import { simulateDevices } from '../e2e/support/many.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { kib, ms, type Line } from './report.ts'
import { withSyncedDevice } from './stage.ts'
import { until } from './watch-page.ts'

const many = 500

/** Collects what keeps the page at work for more than 50 ms from here on. @returns how to read it, ms */
async function longTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const long: number[] = []
    Object.assign(globalThis, { long })
    new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      entryTypes: ['longtask'],
    })
  })
  return () => page.evaluate(() => (globalThis as unknown as { long: number[] }).long)
}

/** The administrators' page over 500 devices that all say something between two of its questions, as after a change. */
export const dashboard = (cloud: Cloud, answers: number): Promise<Line[]> =>
  withSyncedDevice(cloud, async (device, page) => {
    await simulateDevices(cloud, many)
    const answered = () =>
      device.proxy.seen
        .filter(({ call, status }) => call === 'rpc:devices_watch' && status === 200)
        .map(({ bytes }) => bytes)
    await page.goto(adminPath)
    await expect(page.getByRole('region', { name: 'Dispozitive', exact: true }).locator('tbody tr')).toHaveCount(100)
    await page.waitForTimeout(2000)
    const [first = 0] = answered()
    const read = await longTasks(page)
    const before = answered().length
    for (let n = 1; n <= answers; n++) {
      await cloud.db(
        "update public.devices set seen_at = now() - random() * interval '4 seconds', unsent = (unsent + 1) % 3",
      )
      await until(() => answered().length >= before + n)
    }
    const long = await read()
    const later = answered().slice(before)
    const line = (what: string, ours: string): Line => ({ what, ours, against: '–', ratio: '–' })
    return [
      line(`dashboard of ${String(many)} devices: first answer`, `${kib(first)} down`),
      line(
        `dashboard of ${String(many)} devices: all of them in every answer, each 5 s (${String(answers)} answers)`,
        `${kib(percentile(later, 0.5))} down each; tasks over 50 ms: ${long.length === 0 ? 'none' : `${String(long.length)}, most ${ms(Math.max(...long))}`}`,
      ),
    ]
  })
