import type { Locator, Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { enter, expectLocked, openRoster, rowOf, takeDownload } from './support/app.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { selection } from './support/forms.ts'
import { expect, test } from './support/test.ts'
import { carmen, police } from './support/world.ts'

const nameOf = (n: number): string => `Angajat ${String(n).padStart(3, '0')}`

/** Five hundred more people, with points that put each in a place of their own. */
const fill = ({ db }: Cloud) =>
  db(
    `insert into public.employees (id, institution, name, discord, rank, points)
      select gen_random_uuid(), $1, 'Angajat ' || lpad(n::text, 3, '0'), 'a' || n, 1, 10000 - n * 10
      from generate_series(1, 500) n`,
    [police.id],
  )

const scroller = (page: Page): Locator => page.getByRole('grid').locator('..')
const scrolled = (page: Page): Promise<number> => scroller(page).evaluate((one) => one.scrollTop)

async function openAt(page: Page, top: number): Promise<void> {
  await openRoster(page, police.name)
  await scroller(page).evaluate((one, to) => one.scrollTo(0, to), top)
}

async function lockAndTake(cloud: Cloud, page: Page): Promise<void> {
  await awardAtCloud(cloud, carmen.id, 1)
  await expectLocked(page)
  await takeDownload(page)
}

test('in a roster of five hundred a lock gives back the place, the row and the cell that is being written', async ({
  cloud,
  boot,
}) => {
  await fill(cloud)
  const page = await enter(await boot('office'), 'admin')
  await openAt(page, 10_000)
  const row = rowOf(page, nameOf(255))
  await row.locator('.place').click()
  await expect(row).toBeFocused()
  const top = await scrolled(page)
  expect(top).toBeGreaterThan(9000)
  await lockAndTake(cloud, page)
  await expect(row).toBeFocused()
  expect(await scrolled(page)).toBe(top)
  await page.keyboard.press('ArrowDown')
  await expect(rowOf(page, nameOf(256))).toBeFocused()

  await page.keyboard.press('F2')
  const cell = page.getByRole('textbox', { name: `Punctajul lui ${nameOf(256)}` })
  await expect(cell).toBeFocused()
  await cell.fill('7123')
  await cell.evaluate((input: HTMLInputElement) => input.setSelectionRange(1, 3))
  const there = await scrolled(page)
  await lockAndTake(cloud, page)
  await expect(cell).toBeFocused()
  expect((await selection(cell)).slice(0, 2)).toEqual([1, 3])
  expect(await scrolled(page)).toBe(there)
})

test('a row that others have moved far away while the lock stood still has the focus', async ({ cloud, boot }) => {
  await fill(cloud)
  const page = await enter(await boot('office'), 'admin')
  await openAt(page, 10_000)
  const row = rowOf(page, nameOf(255))
  await row.locator('.place').click()
  await expect(row).toBeFocused()
  await cloud.db('update public.employees set points = 100000 where name = $1', [nameOf(255)])
  await expectLocked(page)
  await takeDownload(page)
  await expect(row).toHaveAttribute('aria-rowindex', '2')
  await expect(row).toBeFocused()
  await expect(row).toBeInViewport()
})
