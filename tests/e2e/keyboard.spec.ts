import { enter, expectLocked, expectPoints, expectUnlocked, lockOf, openRoster, rowOf } from './support/app.ts'
import { awardAtCloud, expectCloudPoints } from './support/cloud-facts.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

test('points for everybody of a search are one sequence of keys', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('/')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+a')
  await page.keyboard.press('+')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('7')
  await page.keyboard.press('Enter')

  for (const { id, name, points } of [ana, bogdan, carmen]) {
    await expectPoints(page, name, points + 7)
    await expectCloudPoints(cloud, id, points + 7)
  }
  await page.keyboard.press('Control+z')
  await expectPoints(page, ana.name, ana.points)
  await page.keyboard.press('Control+y')
  await expectPoints(page, ana.name, ana.points + 7)
})

test('points are typed into the cell, and the row keeps the focus where it moves', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.keyboard.press('/')
  await page.keyboard.press('Enter')
  await page.keyboard.press('End')
  const last = page.getByRole('row').last()
  const name = await last.locator('.name').innerText()
  await page.keyboard.press('F2')
  await page.keyboard.type('999')
  await page.keyboard.press('Enter')
  await expectPoints(page, name, 999)
  await expect(rowOf(page, name)).toBeFocused()
  await expect(page.getByRole('row').nth(1)).toContainText(name)
})

test('the lock takes the keyboard and gives back the caret', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  const search = page.getByRole('searchbox', { name: 'Caută' })
  await search.fill('pop')
  await search.evaluate((input: HTMLInputElement) => input.setSelectionRange(1, 2))

  await awardAtCloud(cloud, bogdan.id, 1)
  await expectLocked(page)
  for (const key of ['Escape', 'Escape', 'Tab', 'Shift+Tab', 'Tab']) await page.keyboard.press(key)
  await expect(lockOf(page)).toBeVisible()
  expect(await page.evaluate(() => document.activeElement?.closest('.app') ?? null)).toBeNull()

  await lockOf(page).getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' }).focus()
  await page.keyboard.press('Enter')
  await expectUnlocked(page)
  await expect(search).toBeFocused()
  const caret = await search.evaluate((input: HTMLInputElement) => [input.selectionStart, input.selectionEnd])
  expect(caret).toEqual([1, 2])
})
