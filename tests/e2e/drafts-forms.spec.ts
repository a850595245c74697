import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import type { Cloud } from '../../local/cloud.ts'
import { enter, expectLocked, openRoster, prepareReset, quickPoints, rowOf, takeDownload } from './support/app.ts'
import { awardAtCloud, expectCloudPoints } from './support/cloud-facts.ts'
import { dialogOf, editForm, field, kept, nothingKept, selection } from './support/forms.ts'
import { personOf } from './support/person.ts'
import { choose } from './support/places.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, hospital, iasi, police } from './support/world.ts'

/** Somebody else changes points; the lock comes and goes. */
async function lockAndTake(cloud: Cloud, page: Page): Promise<void> {
  await awardAtCloud(cloud, carmen.id, 1)
  await expectLocked(page)
  await takeDownload(page)
}

test('a move that is being decided stays as it is over a lock, and is back after a reload with its people', async ({
  cloud,
  boot,
}) => {
  await cloud.db(`insert into public.institutions (id, city, name) values ($1, $2, 'Primăria')`, [
    randomUUID(),
    iasi.id,
  ])
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await rowOf(page, ana.name).getByRole('checkbox').check()
  await rowOf(page, bogdan.name).getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Mută', exact: true }).click()
  await field(page, 'Instituție').selectOption(hospital.id)
  await field(page, 'Instituție').focus()
  await lockAndTake(cloud, page)
  await expect(field(page, 'Instituție')).toBeFocused()
  await expect(field(page, 'Instituție')).toHaveValue(hospital.id)

  await kept(page, hospital.id)
  await page.reload()
  await expect(field(page, 'Instituție')).toHaveValue(hospital.id)
  await cloud.db('delete from public.employees where id = $1', [bogdan.id])
  await expectLocked(page)
  await takeDownload(page)
  await expect(dialogOf(page)).toContainText(`Nu mai este aici și nu se mută: ${bogdan.name}`)
  await dialogOf(page).getByRole('button', { name: 'Mută', exact: true }).click()
  await expect(rowOf(page, ana.name)).toHaveCount(0)
  const at = () => cloud.db('select institution from public.employees where id = $1', [ana.id])
  await expect.poll(at).toEqual([{ institution: hospital.id }])
  await nothingKept(page)
})

test('a refused edit that is being changed is back after a reload, and so is the caret in its number after a lock', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  const other = await personOf(cloud, 'superuser')
  await other.rpc('reset_points', { op: randomUUID(), institution: police.id, expected_period: 1 })
  await device.proxy.up()
  await takeDownload(page)
  await expect.poll(async () => (await readReplica(page)).tray).toHaveLength(1)
  await page.getByRole('link', { name: /De rezolvat/ }).click()
  await page.getByRole('button', { name: 'Schimbă și trimite…' }).click()
  const points = dialogOf(page).getByRole('textbox').first()
  await expect(points).toBeFocused()
  await points.fill('127')
  await kept(page, '127')
  await page.reload()
  await expect(points).toHaveValue('127')

  await points.evaluate((input: HTMLInputElement) => (input.focus(), input.setSelectionRange(1, 2)))
  await lockAndTake(cloud, page)
  await expect(points).toBeFocused()
  expect((await selection(points)).slice(0, 2)).toEqual([1, 2])
  await page.keyboard.type('0')
  await expect(points).toHaveValue('107')
  await dialogOf(page).getByRole('button', { name: 'Trimite' }).click()
  await expectCloudPoints(cloud, ana.id, 107)
  await nothingKept(page)
})

test('a lock gives back the caret in fields of numbers', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'superuser')
  await openRoster(page, police.name)
  const hold = async (label: string, text: string) => {
    const input = field(page, label)
    await input.fill(text)
    await input.evaluate((one: HTMLInputElement) => one.setSelectionRange(1, 1))
    await lockAndTake(cloud, page)
    await expect(input).toBeFocused()
    expect((await selection(input)).slice(0, 2)).toEqual([1, 1])
    await page.keyboard.type('7')
    await expect(input).toHaveValue(`${text.slice(0, 1)}7${text.slice(1)}`)
    await page.keyboard.press('Escape')
    await expect(dialogOf(page)).toHaveCount(0)
  }
  await rowOf(page, ana.name).getByRole('checkbox').check()
  await page.getByRole('button', { name: '➕ Adaugă punctaj' }).click()
  await hold('Puncte', '123')
  await page.getByRole('button', { name: 'Adaugă angajat' }).click()
  await hold('Punctaj la început', '45')
  await choose(page, police.name, 'Rankuri și variabile')
  await hold('Câte rankuri ai?', '12')
})

test('what was typed up to the last key is there after a reload that comes at once', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.getByRole('button', { name: 'Adaugă angajat' }).click()
  await expect(field(page, 'Nume')).toBeFocused()
  for (const [word, whole] of [
    ['Elena', 'Elena'],
    [' Nouă', 'Elena Nouă'],
    [' de Tot', 'Elena Nouă de Tot'],
  ] as const) {
    await page.keyboard.type(word)
    await page.reload()
    await expect(field(page, 'Nume')).toHaveValue(whole)
    await field(page, 'Nume').press('End')
  }
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'Elena Nouă de Tot')).toBeVisible()
  await nothingKept(page)
})

test('a reset that was being confirmed is not confirmed already after a reload', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await prepareReset(page, police.name)
  await nothingKept(page)
  await page.reload()
  await expect(rowOf(page, ana.name)).toBeVisible()
  await expect(dialogOf(page)).toHaveCount(0)
  await editForm(page, ana.name)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '🔄 Reset punctaj' }).click()
  await expect(dialogOf(page).getByRole('textbox')).toHaveValue('')
})
