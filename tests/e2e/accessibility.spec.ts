import type { Page } from '@playwright/test'
import type { Scene } from '../../scripts/pictures/scene.ts'
import { onScene } from '../../scripts/pictures/scene.ts'
import { scenes } from '../../scripts/pictures/scenes.ts'
import type { Look } from '../../scripts/pictures/stage.ts'
import { everyView } from '../../scripts/pictures/states.ts'
import { enter, openRoster } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

/** What is photographed is also what is checked: every view and every state, in both themes, each size with one language. */
const looks: Look[] = [
  { locale: 'ro', theme: 'dark', size: { name: 'wide', width: 1440, height: 900, touch: false } },
  { locale: 'en', theme: 'dark', size: { name: 'tablet', width: 820, height: 1180, touch: true } },
]
const all: Record<string, (scene: Scene) => Promise<void>> = { everyView, ...scenes }

for (const [n, [name, scene]] of Object.entries(all).entries()) {
  test(`axe finds nothing in ${name}`, async ({ cloud, browser }) => {
    test.setTimeout(300_000) // a scan takes a second or two, and there are up to thirty in each theme
    const found: string[] = []
    let seen = 0
    const scan = async (page: Page, picture: string) => {
      seen += 1
      found.push(...(await faultsInBothThemes(page)).map((one) => `${picture} ${one}`))
    }
    const look = looks[n % 2]
    if (look) await onScene(browser, cloud, look, scan, scene)
    expect(found).toEqual([])
    expect(seen).toBeGreaterThan(0)
  })
}

test('the points stay in sight, beside the buttons that change them, where the columns do not fit', async ({
  cloud,
  boot,
}) => {
  await cloud.db(`update public.institutions set columns = '["SERIE DE BULETIN", "Telefon", "Mașină"]' where id = $1`, [
    police.id,
  ])
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  const row = page.getByRole('row').filter({ hasText: ana.name })
  const ends = async (): Promise<number[]> => {
    const boxes = [await row.locator('.is-points').boundingBox(), await row.locator('.tools').boundingBox()]
    return boxes.map((box) => Math.round((box?.x ?? 0) + (box?.width ?? 0)))
  }
  const expectInSight = async (): Promise<void> => {
    const [points = 0, buttons = 0] = await ends()
    expect(buttons).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
    expect(points).toBeLessThan(buttons)
  }
  await expectInSight()
  await row.locator('.is-points').getByRole('button').click()
  await expect(page.getByRole('textbox', { name: `Punctajul lui ${ana.name}` })).toBeFocused()
  await page.keyboard.press('Escape')

  // In a window that holds them all they are cells like any other, until it is made smaller.
  await page.setViewportSize({ width: 1700, height: 900 })
  await expect(row.locator('.is-points')).toHaveCSS('position', 'static')
  await page.setViewportSize({ width: 1100, height: 900 })
  await expect(row.locator('.is-points')).toHaveCSS('position', 'sticky')
  await expectInSight()
})
