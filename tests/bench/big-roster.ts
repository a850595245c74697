import { expect, type Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { ms, type Line } from './report.ts'
import { institutionId, type Size } from './seed.ts'
import { withSyncedDevice } from './stage.ts'
import { clickToRows, longTasksOfScroll, searchTimes } from './watch-roster.ts'

/** Everybody in one institution. */
export const bigRoster: Size = { cities: 1, institutions: 1, employees: 10_000 }

const line = (what: string, ours: string): Line => ({ what, ours, against: '–', ratio: '–' })

/** One roster of ten thousand: first rows, search, scroll. */
export const rosterOfTenThousand = (cloud: Cloud, turns: number): Promise<Line[]> =>
  withSyncedDevice(cloud, async (_, page) => {
    const first: number[] = []
    const search: number[] = []
    const palette: number[] = []
    const scrolled: number[] = []
    for (let turn = 0; turn < turns; turn++) {
      // A page that has read no roster yet.
      await page.goto('/settings')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForTimeout(500)
      first.push(await clickToRows(page, institutionId(1)))
      await page.waitForTimeout(1000)
      search.push(...(await searchTimes(page, 'turcanu 99')))
      await page.getByRole('searchbox').fill('')
      palette.push(...(await paletteTimes(page)))
      scrolled.push(...(await longTasksOfScroll(page)))
    }
    const people = bigRoster.employees.toLocaleString('en')
    return [
      line(
        `roster of ${people}: click → first rows drawn, read from Dexie (${String(turns)} turns)`,
        `p50 ${ms(percentile(first, 0.5))}, most ${ms(Math.max(...first))}`,
      ),
      line(
        `roster of ${people}: one letter more in the search (${String(search.length)} letters)`,
        `p50 ${ms(percentile(search, 0.5))}, most ${ms(Math.max(...search))}`,
      ),
      line(
        `palette over ${people}: one letter more (${String(palette.length)} letters)`,
        `p50 ${ms(percentile(palette, 0.5))}, most ${ms(Math.max(...palette))}`,
      ),
      line(
        `roster of ${people}: scrolled through, tasks over 50 ms`,
        scrolled.length === 0 ? 'none' : `${String(scrolled.length)}, most ${ms(Math.max(...scrolled))}`,
      ),
    ]
  })

async function paletteTimes(page: Page): Promise<number[]> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible()
  await page.waitForTimeout(1000)
  const times = await searchTimes(page, 'turcanu 99', { field: '[role="combobox"]', list: '[role="listbox"]' })
  await page.keyboard.press('Escape')
  return times
}
