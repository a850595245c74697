import { enter } from './support/app.ts'
import { choose, cloudPlaces, dialogOf, menuOf, places, press } from './support/places.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { hospital, iasi, police } from './support/world.ts'

test('a name that is taken is told in the form and never becomes an edit', async ({ boot }) => {
  const page = await enter(await boot('office'), 'superuser')
  await choose(page, police.name, 'Redenumește')
  const name = dialogOf(page).getByLabel('Numele instituției')
  await name.fill(` ${hospital.name.toUpperCase()} `)
  await page.keyboard.press('Enter')
  await expect(dialogOf(page)).toContainText('Există deja; alege alt nume.')
  await expect(name).toBeFocused()
  const { outbox, tray } = await readReplica(page)
  expect([outbox, tray]).toEqual([[], []])
})

test('everything is in reach of the keyboard, and the focus comes back to the menu', async ({ boot }) => {
  const page = await enter(await boot('office'), 'superuser')
  await menuOf(page, police.name).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Redenumește' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialogOf(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menuOf(page, police.name)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(dialogOf(page).getByLabel('Numele instituției')).toBeFocused()
  await page.keyboard.type('Poliția locală')
  await page.keyboard.press('Enter')
  await expect(places(page).getByRole('link', { name: 'Poliția locală' })).toBeVisible()
  await expect(menuOf(page, 'Poliția locală')).toBeFocused()
})

test('a half-filled form of a place is back after a reload, on what stood when it was opened', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'superuser')
  await choose(page, iasi.name, 'Adaugă instituție')
  await dialogOf(page).getByLabel('Numele instituției').fill('Pompieri')
  await dialogOf(page).getByLabel('Câte rankuri ai?').fill('2')
  await dialogOf(page).getByLabel('Rank 2 →').fill('Șef')
  await press(page, '➕ Adaugă variabilă')
  await page.keyboard.type('SERIE')
  await expect.poll(async () => JSON.stringify((await readReplica(page)).drafts)).toContain('SERIE')
  await page.reload()
  await expect(dialogOf(page).getByLabel('Numele instituției')).toHaveValue('Pompieri')
  await expect(dialogOf(page).getByLabel('Rank 2 →')).toHaveValue('Șef')
  await press(page, 'Adaugă')
  await expect(places(page).getByRole('link', { name: 'Pompieri' })).toBeVisible()
  await expect
    .poll(async () => (await cloudPlaces(cloud)).find(({ institution }) => institution === 'Pompieri'))
    .toMatchObject({ ranks: { '2': 'Șef' }, columns: ['SERIE'] })
  await page.reload()
  await expect(places(page).getByRole('link', { name: 'Pompieri' })).toBeVisible()
  await expect(dialogOf(page)).toHaveCount(0)
  expect((await readReplica(page)).drafts).toEqual([])
})
