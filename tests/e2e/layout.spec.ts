import type { Page } from '@playwright/test'
import { enter, expectLocked, openRoster, quickPoints, sidebar, workerReady } from './support/app.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { expect, test } from './support/test.ts'
import { twoWeeks } from './support/weeks.ts'
import { ana, police } from './support/world.ts'

/** Whatever moves on its own while a page comes up, as the browser counts it, with what has moved. */
const watchShifts = async (page: Page): Promise<void> =>
  void (await page.addInitScript(() => {
    interface Shift extends PerformanceEntry {
      value: number
      sources: { node: Element | null }[]
    }
    const shifts: { moved: string; value: number }[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries() as Shift[]) {
        shifts.push({ value, moved: sources.map(({ node }) => node?.className).join(', ') })
      }
    }).observe({ type: 'layout-shift', buffered: true })
  }))

/** A third of what counts as good (0.1): a line of text may take another width, no block its place. */
const most = 0.03

/** What has moved, when it was too much in all. */
async function jumps(page: Page): Promise<string[]> {
  const shifts = await page.evaluate(
    () => (globalThis as unknown as { shifts: { moved: string; value: number }[] }).shifts,
  )
  const total = shifts.reduce((sum, { value }) => sum + value, 0)
  return total <= most ? [] : shifts.map(({ value, moved }) => `${value.toFixed(3)} ${moved}`)
}

for (const [width, height] of [
  [412, 823],
  [820, 1180],
  [1440, 900],
] as const) {
  test(`nothing jumps when a page comes up on ${String(width)} × ${String(height)}`, async ({ cloud, boot }) => {
    await twoWeeks(cloud)
    const [week] = await cloud.db<{ id: string }>('select id from public.archives order by at desc limit 1')
    const report = `/reports/${week?.id ?? ''}`
    const page = await enter(await boot('office'), 'admin')
    await workerReady(page)
    await openRoster(page, police.name)
    const roster = new URL(page.url()).pathname
    await watchShifts(page)
    await page.setViewportSize({ width, height })
    const reports = ['/reports', report, `${report}/compare`, `${report}/chart`]
    for (const path of [roster, '/status', ...reports, '/settings', '/import', '/tray', '/admin/sync']) {
      await page.goto(path)
      await expect(page.getByText('Online').first()).toBeVisible()
      await page.waitForTimeout(500)
      expect(await jumps(page), path).toEqual([])
    }
  })
}

// Of whatever an admin's page asks the cloud for, one answer is late at a time.
test('an answer that is late moves nothing that is there', async ({ boot }) => {
  test.setTimeout(180_000)
  const device = await boot('office')
  const page = await enter(device, 'superuser')
  await workerReady(page)
  await watchShifts(page)
  const asked = {
    '/admin/sync': ['devices_watch', 'settings_get', 'sync_log_list', 'members'],
    '/admin/members': ['members'],
    '/admin/audit': ['audit_list', 'members'],
    '/admin/backups': ['settings_get', 'nights_list'],
    '/admin/erase': ['erased_files'],
  } as const
  for (const [width, height] of [
    [412, 823],
    [820, 1180],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const [path, calls] of Object.entries(asked)) {
      for (const call of calls) {
        const rule = device.proxy.rule(`rpc:${call}`, { is: 'slow', ms: 1000 })
        const answered = page.waitForResponse((response) => response.url().endsWith(`/rpc/${call}`))
        await page.goto(path)
        await answered
        await page.waitForTimeout(300)
        rule.end()
        expect(await jumps(page), `${path}, ${call} late`).toEqual([])
      }
    }
  }
})

// Beside a roster the chip says more while edits wait, and in another colour when the cloud is ahead: versions of three digits.
test('what the chip says moves nothing below it', async ({ cloud, boot }) => {
  for (let n = 0; n < 100; n++) await awardAtCloud(cloud, ana.id, 1)
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await workerReady(page)
  await openRoster(page, police.name)
  const below = async () => (await sidebar(page).boundingBox())?.y
  const still = await below()
  await device.proxy.down()
  await expect(page.getByText('Offline').first()).toBeVisible({ timeout: 20_000 })
  expect(await below()).toBe(still)
  await quickPoints(page, ana.name, '+5')
  await expect(page.getByText('1 netrimisă')).toBeVisible()
  expect(await below()).toBe(still)
  await device.proxy.up()
  await expect(page.getByText('1 netrimisă')).toHaveCount(0, { timeout: 30_000 })
  await awardAtCloud(cloud, ana.id, 1)
  await expectLocked(page)
  expect(await below()).toBe(still)
})
