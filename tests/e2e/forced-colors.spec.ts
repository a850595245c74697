import type { Locator } from '@playwright/test'
import { enter, openRoster, sidebar } from './support/app.ts'
import { expect, test } from './support/test.ts'
import { hospital, police } from './support/world.ts'

const ground = (link: Locator): Promise<string> => link.evaluate((one) => getComputedStyle(one).backgroundColor)

test('where one is can be seen where the system chooses all colours', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await page.emulateMedia({ forcedColors: 'active' })
  await openRoster(page, police.name)
  const here = sidebar(page).getByRole('link', { name: police.name })
  const there = sidebar(page).getByRole('link', { name: hospital.name })
  await expect(here).toHaveAttribute('aria-current', 'page')
  expect(await ground(here)).not.toBe(await ground(there))

  await page.goto('/settings')
  const pages = page.getByRole('navigation', { name: 'Pagini' })
  const settings = pages.getByRole('link', { name: 'Setări' })
  expect(await ground(settings)).not.toBe(await ground(pages.getByRole('link').first()))
})
