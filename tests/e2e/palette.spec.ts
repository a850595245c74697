import type { Locator, Page } from '@playwright/test'
import { enter, expectLocked, lockOf, openRoster, rowOf, takeDownload, workerReady } from './support/app.ts'
import { faults } from './support/axe.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { addPeople, nameOf } from './support/many.ts'
import { tablet } from './support/places.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, dan, hospital, police } from './support/world.ts'

const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Caută peste tot' })
const field = (page: Page): Locator => palette(page).getByRole('combobox', { name: 'Caută peste tot' })
const options = (page: Page): Locator => palette(page).getByRole('option')
const groups = (page: Page): Promise<string[]> =>
  palette(page)
    .getByRole('group')
    .evaluateAll((all) => all.map((one) => one.firstElementChild?.textContent ?? ''))

/** Opens the palette and answers what it shows at the very moment at which it is seen. */
const firstSight = async (page: Page): Promise<string[]> => {
  await page.evaluate(() => {
    const seen = new Promise<string[]>((done) => {
      new MutationObserver((_, watch) => {
        const open = document.querySelector('dialog.palette[open]')
        if (!open) return
        watch.disconnect()
        done([...open.querySelectorAll('[role="option"]')].map(({ textContent }) => textContent))
      }).observe(document.body, { subtree: true, childList: true, attributeFilter: ['open'] })
    })
    Object.assign(globalThis, { seen })
  })
  await page.keyboard.press('Control+k')
  return page.evaluate(() => (globalThis as unknown as { seen: Promise<string[]> }).seen)
}

test('somebody in another institution is a few keys away: their row is on the screen, marked, with the focus', async ({
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('ili dan')
  await expect(options(page)).toHaveText([`${dan.name}${hospital.name}, Iași`])
  await page.keyboard.press('Enter')
  await expect(palette(page)).toHaveCount(0)
  await expect(page.getByRole('grid', { name: hospital.name })).toBeVisible()
  await expect(rowOf(page, dan.name)).toBeFocused()

  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  expect((await groups(page))[0]).toBe('Recente')
  await expect(options(page).first()).toContainText(dan.name)
  await page.keyboard.type('ŢURC')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, ana.name)).toBeFocused()
})

test('it is seen with its recent choices, people among them: nothing moves under a finger', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('ili dan')
  await expect(field(page)).toHaveValue('ili dan')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, dan.name)).toBeFocused()
  await page.reload()
  await expect(rowOf(page, dan.name)).toBeVisible()

  const seen = await firstSight(page)
  expect(seen[0]).toContain(dan.name)
  await page.waitForTimeout(500)
  await expect(options(page)).toHaveText(seen)
})

test('what can be done here is done from it, and what may not be done is not in it', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.getByRole('button', { name: 'Caută peste tot' }).click()
  await expect(field(page)).toBeFocused()
  expect(await groups(page)).toEqual(['Pe pagina aceasta', 'Orașe și instituții', 'Aplicație'])
  await expect(options(page).filter({ hasText: '➕ Adaugă punctaj' })).toHaveCount(0)
  expect(await faults(page)).toEqual([])
  await page.keyboard.type('adau ang')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Adaugă angajat' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('temă luminoasă')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('setări')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Setări' })).toBeVisible()

  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('angajat')
  await expect(options(page)).toHaveCount(0)
  await expect(palette(page)).toContainText('Nimic nu se potrivește.')
})

test('a viewer finds people, and no way to change them', async ({ boot }) => {
  const page = await enter(await boot('home'), 'viewer')
  await page.keyboard.press('Control+k')
  await expect(options(page).filter({ hasText: 'Setări' })).toBeVisible()
  for (const name of ['Adaugă angajat', 'Reset punctaj', 'Adaugă oraș', 'Anulează']) {
    await expect(options(page).filter({ hasText: name })).toHaveCount(0)
  }
})

test('it never works through the lock: it closes, does not open, and what it had written is asked for again', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('bogd')
  await awardAtCloud(cloud, ana.id, 1)
  await expectLocked(page)
  await expect(page.getByRole('dialog', { name: 'Caută peste tot' })).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.keyboard.press('?')
  await expect(page.locator('dialog:not([role="alertdialog"])')).toHaveCount(0)
  await expect(lockOf(page)).toBeVisible()
  await takeDownload(page)
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('bogd')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, bogdan.name)).toBeFocused()
})

test('it works without a network, on a tablet, and its search is emptied for who is hidden by it', async ({ boot }) => {
  const device = await boot('tablet')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await workerReady(page)
  await page.setViewportSize(tablet)
  await device.proxy.down()
  await page.getByRole('searchbox', { name: 'Caută' }).fill('bogdan')
  await expect(rowOf(page, ana.name)).toHaveCount(0)
  await page.getByRole('button', { name: 'Caută peste tot' }).click()
  await field(page).fill('ana')
  await options(page).filter({ hasText: ana.name }).click()
  await expect(rowOf(page, ana.name)).toBeFocused()
  await expect(page.getByRole('searchbox', { name: 'Caută' })).toHaveValue('')
})

test('among 10,000 people it finds the one that was typed, and shows a row far away', async ({ cloud, boot }) => {
  await addPeople(cloud, 10_000)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('Control+k')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('agent 09987')
  await expect(options(page)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(rowOf(page, nameOf(9987))).toBeFocused()
})
