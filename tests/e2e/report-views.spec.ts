import type { Page } from '@playwright/test'
import { enter, openReports, openRoster } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { openNewest, resetAtCloud, twoWeeks } from './support/weeks.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

const parts = ['Angajați', 'Comparație', 'Evoluție']

const openPart = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Părțile raportului' }).getByRole('link', { name }).click()
  await expect(page.getByRole('table')).toBeVisible()
}

test('axe finds nothing in the reports, in either theme', async ({ cloud, boot }) => {
  test.setTimeout(120_000)
  await twoWeeks(cloud)
  const page = await enter(await boot('office'), 'admin')
  await openReports(page)
  expect(await faultsInBothThemes(page), 'list').toEqual([])
  await page.getByRole('button', { name: 'Exportă', exact: true }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  expect(await faultsInBothThemes(page), 'menu').toEqual([])
  await page.keyboard.press('Escape')
  await openNewest(page)
  for (const part of parts) {
    await openPart(page, part)
    if (part === 'Evoluție') await page.getByRole('checkbox', { name: ana.name }).check()
    expect(await faultsInBothThemes(page), part).toEqual([])
  }
  await page.goto('/reports/0e2e0000-0000-4000-8000-00000000dead')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await faultsInBothThemes(page), 'gone').toEqual([])
})

for (const width of [820, 320]) {
  test(`the reports fit ${width} px: only tables scroll sideways`, async ({ cloud, boot }) => {
    await twoWeeks(cloud)
    const page = await enter(await boot('office'), 'admin')
    await openNewest(page)
    await page.setViewportSize({ width, height: 800 })
    const overflow = () =>
      page.evaluate(() => {
        const content = document.querySelector('.page')
        return Math.max(0, (content?.scrollWidth ?? 0) - (content?.clientWidth ?? 0))
      })
    for (const part of parts) {
      await openPart(page, part)
      expect(await overflow(), part).toBe(0)
    }
    await page.goto('/reports')
    await expect(page.getByRole('table')).toBeVisible()
    expect(await overflow(), 'list').toBe(0)
  })
}

test('on paper there is the report and nothing else, light in the dark theme too', async ({ cloud, boot }) => {
  await resetAtCloud(cloud, police.id, 1)
  const page = await enter(await boot('office'), 'admin')
  await page.emulateMedia({ colorScheme: 'dark' })
  await openNewest(page)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.getByRole('heading', { name: police.name })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Angajații din raport' })).toContainText(carmen.name)
  await expect(page.getByText('Tipărit:')).toBeVisible()
  for (const name of ['Tipărește', 'Exportă']) await expect(page.getByRole('button', { name })).toBeHidden()
  await expect(page.getByRole('navigation').first()).toBeHidden()
  await expect(page.getByRole('searchbox')).toBeHidden()
  // Chromium leaves buttons out of a header that it prints again on the next page.
  await expect(page.getByRole('columnheader', { name: 'Nume' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Nume' })).toBeHidden()
  const head = page.getByRole('columnheader').first()
  expect(await head.evaluate((cell) => getComputedStyle(cell).position)).toBe('static')
  expect(await head.evaluate((cell) => getComputedStyle(cell.closest('thead') ?? cell).display)).toBe(
    'table-header-group',
  )
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toContain('light')
})

test('the button asks the browser to print; a roster is printed whole, whatever its screen holds', async ({
  cloud,
  boot,
}) => {
  await resetAtCloud(cloud, police.id, 1)
  await cloud.db(
    `insert into public.employees (institution, name, discord) select $1, 'Om ' || n, '' from generate_series(1, 300) n`,
    [police.id],
  )
  const page = await enter(await boot('office'), 'admin')
  await page.evaluate(() => {
    window.print = () => void (document.documentElement.dataset['printed'] = '1')
  })
  await openRoster(page, police.name)
  await page.getByRole('button', { name: 'Exportă și tipărește' }).click()
  await page.getByRole('menuitem', { name: 'Tipărește' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-printed', '1')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('row')).toHaveCount(304)
  await expect(page.getByRole('row').filter({ hasText: bogdan.name })).toBeVisible()
  await expect(page.getByRole('grid')).toHaveCount(0)
  await page.emulateMedia({ media: 'screen' })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await expect(page.getByRole('grid', { name: police.name })).toBeVisible()
  await expect(page.getByRole('heading', { name: police.name })).toHaveCount(1)
})

test('no page of the reports needs what the page’s policy forbids, on a device of one colour', async ({
  cloud,
  boot,
}) => {
  await twoWeeks(cloud)
  const page = await enter(await boot('office'), 'admin')
  await page.emulateMedia({ forcedColors: 'active' })
  await openNewest(page)
  await openPart(page, 'Evoluție')
  for (const { name } of [ana, bogdan]) await page.getByRole('checkbox', { name }).check()
  const chart = page.getByRole('img', { name: /Punctaj pe săptămâni/ })
  const dashes = await chart
    .locator('path.line')
    .evaluateAll((lines) => lines.map((line) => getComputedStyle(line).strokeDasharray))
  expect(new Set(dashes).size).toBe(2)
})
