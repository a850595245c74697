import { enter, expectHome, expectLocked, expectPoints, openRoster, rowOf, takeDownload } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { awardAtCloud, expectCloudPoints } from './support/cloud-facts.ts'
import { dialogOf, editForm, field, kept, nothingKept, selection } from './support/forms.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, hospital, police } from './support/world.ts'

test('a lock in the middle of a form gives back form, field, caret, selection and selected rows', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await rowOf(page, carmen.name).getByRole('checkbox').check()
  await editForm(page, ana.name)
  const name = field(page, 'Nume')
  await name.fill('Ana Maria Țurcanu')
  await name.evaluate((input: HTMLInputElement) => input.setSelectionRange(4, 9, 'backward'))

  await awardAtCloud(cloud, bogdan.id, 1)
  await expectLocked(page)
  for (const key of ['Escape', 'Escape', 'x']) await page.keyboard.press(key)
  expect(await faultsInBothThemes(page)).toEqual([])
  await takeDownload(page)

  await expect(name).toBeFocused()
  await expect(name).toHaveValue('Ana Maria Țurcanu')
  expect(await selection(name)).toEqual([4, 9, 'backward'])
  await page.keyboard.type('M.')
  await page.keyboard.press('Enter')
  await expect(dialogOf(page)).toHaveCount(0)
  await expect(rowOf(page, 'Ana M. Țurcanu')).toBeVisible()
  await expect(rowOf(page, carmen.name).getByRole('checkbox')).toBeChecked()
  await nothingKept(page)
})

test('a lock gives the focus back to a choice', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await editForm(page, ana.name)
  await field(page, 'Rank').focus()
  await field(page, 'Rank').selectOption('2')
  await awardAtCloud(cloud, bogdan.id, 1)
  await expectLocked(page)
  await takeDownload(page)
  await expect(field(page, 'Rank')).toBeFocused()
  await expect(field(page, 'Rank')).toHaveValue('2')
})

test('a reload brings a half-filled form back, and only until it is saved', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.getByRole('button', { name: 'Adaugă angajat' }).click()
  await field(page, 'Nume').fill('Elena Nouă')
  await field(page, 'Rank').selectOption('2')
  await field(page, 'SERIE DE BULETIN').fill('XV 1')
  await kept(page, 'XV 1')
  await page.reload()

  await expect(field(page, 'Nume')).toHaveValue('Elena Nouă')
  await expect(field(page, 'Rank')).toHaveValue('2')
  await expect(field(page, 'SERIE DE BULETIN')).toHaveValue('XV 1')
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Elena Nouă')).toBeVisible()
  await nothingKept(page)
  await page.reload()
  await expect(rowOf(page, 'Elena Nouă')).toHaveCount(1)
  await expect(dialogOf(page)).toHaveCount(0)
})

test('a form that was closed, or never touched, does not come back', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await editForm(page, ana.name)
  await page.reload()
  await expect(rowOf(page, ana.name)).toBeVisible()
  await expect(dialogOf(page)).toHaveCount(0)
  await editForm(page, ana.name)
  await field(page, 'Nume').fill('Altcineva')
  await kept(page, 'Altcineva')
  await page.keyboard.press('Escape')
  await nothingKept(page)
})

test('a form that is open in one tab does not open in another, and comes back where that tab has ended', async ({
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await editForm(page, ana.name)
  await field(page, 'Discord').fill('ana.nou')
  await kept(page, 'ana.nou')
  const other = await device.open(new URL(page.url()).pathname)
  await expect(rowOf(other, ana.name)).toBeVisible()
  await expect(dialogOf(other)).toHaveCount(0)
  await page.close()
  await openRoster(other, hospital.name)
  await openRoster(other, police.name)
  await expect(field(other, 'Discord')).toHaveValue('ana.nou')
})

test('a killed browser loses neither the form, nor the search, nor who was selected', async ({ boot }) => {
  const device = await boot('tablet')
  await enter(device, 'admin')
  // Closed once in good order: the session is in the profile for good.
  await device.stop()
  await device.start()
  const page = await device.open()
  await expectHome(page)
  await openRoster(page, police.name)
  const path = new URL(page.url()).pathname
  await rowOf(page, ana.name).getByRole('checkbox').check()
  await rowOf(page, bogdan.name).getByRole('checkbox').check()
  await page.getByRole('searchbox').fill('ana')
  await page.getByRole('button', { name: '➕ Adaugă punctaj' }).click()
  await field(page, 'Puncte').fill('7')
  await field(page, 'Motiv (opțional)').fill('patrulă de noapte')
  await kept(page, 'patrulă de noapte')
  await device.kill()

  await device.start()
  const again = await device.open(path)
  await expect(field(again, 'Motiv (opțional)')).toHaveValue('patrulă de noapte')
  await expect(field(again, 'Puncte')).toHaveValue('7')
  await expect(dialogOf(again)).toContainText(`${bogdan.name} și ${ana.name}`)
  await again.getByRole('button', { name: 'Adaugă 7 puncte la 2 angajați' }).click()
  // Behind the open dialog nothing could be typed.
  await expect(dialogOf(again)).toHaveCount(0)
  await expect(again.getByRole('searchbox')).toHaveValue('ana')
  await again.getByRole('searchbox').fill('')
  await expectPoints(again, ana.name, ana.points + 7)
  await expectPoints(again, bogdan.name, bogdan.points + 7)
})

test('points half written into their cell are there after a reload, and after a lock that moves the row', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await rowOf(page, ana.name).locator('.is-points').getByRole('button').click()
  const cell = page.getByRole('textbox', { name: `Punctajul lui ${ana.name}` })
  await cell.fill('47')
  await kept(page, '"47"')
  await page.reload()
  await expect(cell).toHaveValue('47')
  await expect(cell).toBeFocused()

  // Also where it comes up before the frame is whole.
  await cell.evaluate((field) => {
    field.blur()
    field.closest('.shell')?.classList.add('unseen')
    field.focus()
  })
  await expect(cell).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await awardAtCloud(cloud, ana.id, 100)
  await expectLocked(page)
  await takeDownload(page)
  await expect(page.getByRole('row').nth(1)).toContainText(ana.name)
  await expect(cell).toBeFocused()
  await page.keyboard.type('0')
  await page.keyboard.press('Enter')
  await expectPoints(page, ana.name, 407)
  await expectCloudPoints(cloud, ana.id, 407)
})
