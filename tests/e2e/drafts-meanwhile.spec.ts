import { enter, expectLocked, openRoster, rowOf, takeDownload } from './support/app.ts'
import { cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import { dialogOf, editForm, field } from './support/forms.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

test('what others changed meanwhile stays theirs, and a true clash is said beside its field', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await editForm(page, ana.name)
  await field(page, 'Nume').fill('Ana Maria Țurcanu')
  await field(page, 'Rank').selectOption('2')
  await cloud.db(`update public.employees set discord = 'schimbat', rank = null where id = $1`, [ana.id])
  await expectLocked(page)
  await takeDownload(page)

  await expect(field(page, 'Discord')).toHaveValue('schimbat')
  await expect(field(page, 'Rank')).toHaveValue('2')
  await expect(dialogOf(page).getByRole('status')).toContainText('Acum este: fără rank')
  await page.getByRole('button', { name: 'Păstrează ce am scris: Rank' }).click()
  await expect(dialogOf(page).getByRole('status')).toHaveCount(0)
  await page.getByRole('button', { name: 'Salvează' }).click()

  const row = () => cloud.db('select name, discord, rank from public.employees where id = $1', [ana.id])
  await expect.poll(row).toEqual([{ name: 'Ana Maria Țurcanu', discord: 'schimbat', rank: 2 }])
  expect((await readReplica(page)).tray).toEqual([])
})

test('a clash that nobody decided goes to the tray, and theirs stands', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await editForm(page, ana.name)
  await field(page, 'Rank').selectOption('2')
  await cloud.db('update public.employees set rank = null where id = $1', [ana.id])
  await expectLocked(page)
  await takeDownload(page)
  await page.getByRole('button', { name: 'Salvează' }).click()
  await expect.poll(async () => (await readReplica(page)).tray.map(({ result }) => result.code)).toEqual(['clash'])
  expect(await cloud.db('select rank from public.employees where id = $1', [ana.id])).toEqual([{ rank: null }])
})

test('whoever is deleted while their form is open can be added again with all that was written', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await editForm(page, ana.name)
  await field(page, 'Nume').fill('Ana Maria Țurcanu')
  await cloud.db('delete from public.employees where id = $1', [ana.id])
  await expectLocked(page)
  await takeDownload(page)

  await expect(dialogOf(page).getByRole('alert')).toContainText(`${ana.name} a fost șters`)
  await expect(page.getByRole('button', { name: 'Salvează' })).toHaveCount(0)
  await page.keyboard.press('Enter')
  expect((await readReplica(page)).outbox).toEqual([])
  await page.getByRole('button', { name: 'Adaugă ca angajat nou' }).click()
  await expect(field(page, 'Punctaj la început')).toHaveValue(String(ana.points))
  await dialogOf(page).getByRole('button', { name: 'Adaugă', exact: true }).click()
  await expect(rowOf(page, 'Ana Maria Țurcanu')).toBeVisible()
  const fresh = () =>
    cloud.db<{ id: string; points: number }>(`select id, points from public.employees where name = 'Ana Maria Țurcanu'`)
  await expect.poll(async () => (await fresh()).map(({ points }) => points)).toEqual([ana.points])
  expect((await fresh())[0]?.id).not.toBe(ana.id)
})

test('points meant for a week that was closed meanwhile do not silently go into the next', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await rowOf(page, ana.name).getByRole('checkbox').check()
  await page.getByRole('button', { name: '➕ Adaugă punctaj' }).click()
  await field(page, 'Puncte').fill('9')
  const other = await personOf(cloud, 'superuser')
  await other.rpc('reset_points', { op: crypto.randomUUID(), institution: police.id, expected_period: 1 })
  await expectLocked(page)
  await takeDownload(page)

  await expect(dialogOf(page).getByRole('alert')).toContainText('s-a închis între timp')
  await expect(dialogOf(page).getByRole('button', { name: /^Adaugă 9/ })).toHaveCount(0)
  expect(await cloudPoints(cloud, ana.id)).toBe(0)
  await dialogOf(page)
    .getByRole('button', { name: /^Adaugă în săptămâna nouă/ })
    .click()
  await expectCloudPoints(cloud, ana.id, 9)
})

test('a reset that was being confirmed is not made a second time', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await page.getByRole('button', { name: '🔄 Reset punctaj' }).click()
  await dialogOf(page).getByRole('textbox').fill(police.name)
  const other = await personOf(cloud, 'superuser')
  await other.rpc('reset_points', { op: crypto.randomUUID(), institution: police.id, expected_period: 1 })
  await expectLocked(page)
  await takeDownload(page)
  await expect(dialogOf(page).getByRole('alert')).toContainText('a fost închisă între timp')
  await expect(dialogOf(page).getByRole('button', { name: 'Resetează punctajul' })).toBeDisabled()
})
