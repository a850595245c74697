import type { Page } from '@playwright/test'
import { expectLocked, expectPoints, expectUnlocked, lockOf, rowOf } from './support/app.ts'
import { awardAtCloud, expectCloudPoints } from './support/cloud-facts.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

/** Presses a key until what is wanted has the focus, as somebody without a mouse does. */
async function goTo(
  page: Page,
  role: 'button' | 'link' | 'textbox' | 'menuitem',
  name: string | RegExp,
): Promise<void> {
  const target = page.getByRole(role, { name }).first()
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${role} ${String(name)} is not in the order of Tab`)
}

test('the whole of the main flow by keyboard: sign-in, points, lock, reset, report', async ({ cloud, boot }) => {
  test.setTimeout(120_000)
  const device = await boot('office')
  const page = await device.open()
  await goTo(page, 'button', 'Conectare cu e-mail și parolă')
  await page.keyboard.press('Enter')
  await goTo(page, 'textbox', 'E-mail')
  await page.keyboard.type(demoPeople.admin.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid')).toBeVisible()

  await goTo(page, 'link', police.name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: police.name })).toBeVisible()

  await page.keyboard.press('/')
  await page.keyboard.type('ana')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, ana.name)).toBeFocused()
  await page.keyboard.press('+')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expectPoints(page, ana.name, ana.points + 5)
  await expectCloudPoints(cloud, ana.id, ana.points + 5)

  await awardAtCloud(cloud, bogdan.id, 2)
  await expectLocked(page)
  await expect(lockOf(page).getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expectUnlocked(page)

  await goTo(page, 'button', '🔄 Reset punctaj')
  await page.keyboard.press('Enter')
  await goTo(page, 'textbox', `Ca să confirmi, scrie: ${police.name}`)
  await page.keyboard.type(police.name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Punctajul a fost resetat' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expectPoints(page, ana.name, 0)

  await goTo(page, 'link', '📋 Raport Săptămâna Trecută')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Raport Săptămâna Trecută' })).toBeVisible()
  await goTo(page, 'link', '👥 Vezi Angajații')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table').getByText(ana.name)).toBeVisible()
})
