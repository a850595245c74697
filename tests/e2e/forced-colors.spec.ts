import type { Locator } from '@playwright/test'
import { enter, openRoster, sidebar } from './support/app.ts'
import { expect, test } from './support/test.ts'
import { hospital, police } from './support/world.ts'

/** The edge of a link as it is painted, where it has no words: what is computed is not what the system leaves of it. */
async function ground(link: Locator): Promise<string> {
  const box = await link.boundingBox()
  if (!box) throw new Error('not shown')
  const clip = { x: box.x + 3, y: box.y + box.height / 2, width: 2, height: 2 }
  return (await link.page().screenshot({ clip, animations: 'disabled' })).toString('base64')
}

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
