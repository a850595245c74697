import { enter, expectLocked, openRoster, quickPoints, takeDownload } from './support/app.ts'
import { faults } from './support/axe.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

const paths = ['/reports', '/admin/sync', '/status', '/tray', '/settings', '/nowhere']

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing in any view, locked and offline ones included (${colorScheme})`, async ({ cloud, boot }) => {
    test.setTimeout(180_000) // a scan takes a second or two, and there are fifteen
    const device = await boot('office')
    const blank = await device.open()
    await blank.emulateMedia({ colorScheme })
    await expect(blank.getByRole('button', { name: 'Conectare cu Discord' })).toBeVisible()
    expect(await faults(blank)).toEqual([])

    const page = await enter(device, 'admin')
    await openRoster(page, police.name)
    expect(await faults(page)).toEqual([])
    for (const name of ['Adaugă angajat', '🔄 Reset punctaj', 'Istoricul lui']) {
      await page.getByRole('button', { name }).first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await faults(page), name).toEqual([])
      await page.keyboard.press('Escape')
    }

    await awardAtCloud(cloud, ana.id, 1)
    await expectLocked(page)
    expect(await faults(page), 'lock').toEqual([])
    await takeDownload(page)
    await expect(page.getByRole('complementary', { name: 'Ce s-a schimbat' })).toBeVisible()
    expect(await faults(page), 'changes').toEqual([])

    await device.proxy.down()
    await quickPoints(page, ana.name, '+1')
    await expect(page.getByText('Offline')).toBeVisible({ timeout: 15_000 })
    expect(await faults(page), 'offline').toEqual([])
    await device.proxy.up()

    for (const path of paths) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect(await faults(page), path).toEqual([])
    }
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
  const points = await row.locator('.is-points').boundingBox()
  const buttons = await row.locator('.tools').boundingBox()
  if (!points || !buttons) throw new Error('not shown')
  expect(points.x + points.width).toBeLessThanOrEqual(buttons.x + 1)
  expect(buttons.x + buttons.width).toBeLessThanOrEqual(1280)
  await row.locator('.is-points').getByRole('button').click()
  await expect(page.getByRole('textbox', { name: `Punctajul lui ${ana.name}` })).toBeFocused()
})
