import type { Locator, Page } from '@playwright/test'
import { enter, expectPoints, openRoster, rowOf } from './support/app.ts'
import { faults } from './support/axe.ts'
import { expectCloudPoints } from './support/cloud-facts.ts'
import { addPeople, nameOf } from './support/many.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

const sheet = (page: Page) => page.getByRole('dialog', { name: 'Taste' })

/** Counts from now on what a person does: clicks and key presses. */
async function countDeeds(page: Page): Promise<() => Promise<{ clicks: number; keys: number }>> {
  await page.evaluate(() => {
    const deeds = { clicks: 0, keys: 0 }
    Object.assign(globalThis, { deeds })
    addEventListener('pointerdown', () => void deeds.clicks++, { capture: true })
    addEventListener('keydown', ({ key }) => void (key !== 'Shift' && deeds.keys++), { capture: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { deeds: { clicks: number; keys: number } }).deeds)
}

const eight = Array.from({ length: 8 }, (_, n) => ({ name: nameOf(n + 1), points: 900 - (n + 1) }))

test('5 points for 8 people are three clicks', async ({ cloud, boot }) => {
  await addPeople(cloud, 12, 900)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  const deeds = await countDeeds(page)
  const boxes = page.getByRole('grid').getByRole('checkbox')
  await boxes.nth(1).click()
  await boxes.nth(8).click({ modifiers: ['Shift'] })
  await page.getByRole('button', { name: '+5 pentru 8 selectați' }).click()
  for (const { name, points } of eight) await expectPoints(page, name, points + 5)
  await expectPoints(page, nameOf(9), 900 - 9)
  expect((await deeds()).clicks).toBeLessThanOrEqual(5)
})

test('5 points for 8 people are one sequence of keys, the one on the sheet', async ({ cloud, boot }) => {
  await addPeople(cloud, 12, 900)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('/')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, nameOf(1))).toBeFocused()
  const deeds = await countDeeds(page)
  for (let n = 1; n < 8; n++) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('+')
  await expect(page.getByRole('dialog', { name: 'Adaugă punctaj' })).toBeVisible()
  await page.keyboard.press('Enter')
  for (const { name, points } of eight) await expectPoints(page, name, points + 5)
  await expectPoints(page, nameOf(9), 900 - 9)
  expect(await deeds()).toEqual({ clicks: 0, keys: 9 })
  const [first] = await cloud.db<{ id: string }>('select id from public.employees where name = $1', [nameOf(1)])
  await expectCloudPoints(cloud, first?.id ?? '', 900 - 1 + 5)
})

test('clicks on one spot are for one person, whomever they overtake; then the rows take their places', async ({
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  const order = () => page.getByRole('row').locator('.name').allTextContents()
  expect(await order()).toEqual([carmen.name, bogdan.name, ana.name])
  const spot = await rowOf(page, ana.name).getByRole('button', { name: '+5' }).boundingBox()
  if (!spot) throw new Error('no button')
  for (let n = 1; n <= 4; n++) {
    await page.mouse.click(spot.x + spot.width / 2, spot.y + spot.height / 2)
    await expectPoints(page, ana.name, ana.points + 5 * n)
  }
  expect(await order()).toEqual([carmen.name, bogdan.name, ana.name])
  await expect.poll(order).toEqual([ana.name, carmen.name, bogdan.name])
  await expectPoints(page, bogdan.name, bogdan.points)
})

test('with a finger, 8 people are a tap, a finger that rests, and a tap', async ({ cloud, boot }) => {
  await addPeople(cloud, 12, 900)
  const page = await enter(await boot('tablet'), 'admin')
  await openRoster(page, police.name)
  const touch = await page.context().newCDPSession(page)
  await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true })
  const rest = async (on: Locator, ms: number): Promise<void> => {
    const box = await on.boundingBox()
    if (!box) throw new Error('not shown')
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
    await page.waitForTimeout(ms)
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  }
  const boxes = page.getByRole('grid').getByRole('checkbox')
  await rest(boxes.nth(1), 50)
  await expect(page.getByText('1 selectat')).toBeVisible()
  await rest(boxes.nth(8), 900)
  await rest(page.getByRole('button', { name: '+5 pentru 8 selectați' }), 50)
  for (const { name, points } of eight) await expectPoints(page, name, points + 5)
})

test('the space bar with Shift selects all from the last one, and plus works wherever the focus is', async ({
  cloud,
  boot,
}) => {
  await addPeople(cloud, 12, 900)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('/')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  for (let n = 1; n < 8; n++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+Space')
  await expect(page.getByText('8 selectați')).toBeVisible()
  await page.getByRole('button', { name: 'Punctaj', exact: true }).focus()
  await page.keyboard.press('+')
  await expect(page.getByRole('dialog', { name: 'Adaugă punctaj' })).toBeVisible()
})

test('the sheet of keys has those of the page and of the app, for who may use them', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('?')
  await expect(sheet(page)).toContainText('Puncte pentru mai mulți')
  await expect(sheet(page).getByText('Caută peste tot')).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('+')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(sheet(page)).toHaveCount(0)

  const viewer = await enter(await boot('home'), 'viewer')
  await viewer.keyboard.press('?')
  await expect(sheet(viewer)).toContainText('Selectează pe rând')
  await expect(sheet(viewer)).not.toContainText('Puncte pentru mai mulți')
  await expect(sheet(viewer)).not.toContainText('Adaugă punctaj')
})

test('a field keeps its own keys: question mark and undo are the field’s while somebody types', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await rowOf(page, ana.name).getByRole('button', { name: '+5' }).click()
  await expectPoints(page, ana.name, ana.points + 5)
  const search = page.getByRole('searchbox', { name: 'Caută' })
  await search.pressSequentially('a?+')
  await expect(search).toHaveValue('a?+')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await search.fill('')
  await expectPoints(page, ana.name, ana.points + 5)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('Control+z')
  await expectPoints(page, ana.name, ana.points)
})
