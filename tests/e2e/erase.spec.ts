import type { Page } from '@playwright/test'
import { enter, expectLocked, openRoster, prepareReset, rowOf, takeDownload } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { readReplica } from './support/replica.ts'
import { expect, test, type TestCloud } from './support/test.ts'
import { ana, police } from './support/world.ts'

const name = (page: Page) => page.getByLabel('Nume, poreclă sau id')
const dialog = (page: Page) => page.getByRole('dialog')

/** A week with everybody in it, archived with its file. */
async function closeWeek(page: Page): Promise<void> {
  await openRoster(page, police.name)
  await (
    await prepareReset(page, police.name)
  )()
  await expect(dialog(page)).toContainText('Raportul este salvat în cloud')
  await dialog(page).getByRole('button', { name: 'Gata' }).click()
}

async function find(page: Page, text: string): Promise<void> {
  await page.goto('/admin/erase')
  await name(page).fill(text)
  await name(page).press('Enter')
}

/** Files of the police's weeks, the last one first: there are those of other tests. */
const filesOf = ({ db }: TestCloud) =>
  db<{ name: string }>(
    `select name from storage.objects where bucket_id = 'arhiva' and name like '%/Politia\\_%' order by name desc`,
  )

test('a superuser erases a person, and another device forgets them with its next download', async ({ cloud, boot }) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const boss = await enter(office, 'superuser')
  await closeWeek(boss)
  const other = await enter(home, 'admin')
  await openRoster(other, police.name)
  await expect(rowOf(other, ana.name)).toBeVisible()
  await expect.poll(async () => (await readReplica(other)).files.length).toBe(1)
  const [old] = await filesOf(cloud)

  await find(boss, 'țurcanu')
  await boss.getByRole('button', { name: `Alege ${ana.name}` }).click()
  const places = boss.getByRole('table', { name: 'Locuri' })
  await expect(places.getByRole('checkbox', { checked: true })).toHaveCount(2)
  await boss.getByRole('button', { name: 'Vezi ce se schimbă' }).click()
  await expect(dialog(boss)).toContainText('Nu se poate anula')
  const go = dialog(boss).getByRole('button', { name: 'Șterge definitiv' })
  await expect(go).toBeDisabled()
  await dialog(boss).getByLabel('De ce').fill('la cerere')
  await dialog(boss)
    .getByLabel(/^Scrie „/)
    .fill(ana.name)
  expect(await faultsInBothThemes(boss)).toEqual([])
  await go.click()
  await expect(boss.getByText('nu mai au numele')).toBeVisible()
  await expect(dialog(boss)).toHaveCount(0)
  expect(JSON.stringify(await readReplica(boss))).not.toContain(ana.name)
  expect(await filesOf(cloud)).not.toContainEqual(old)

  await expectLocked(other)
  await takeDownload(other)
  await expect(rowOf(other, ana.name)).toHaveCount(0)
  await expect.poll(async () => (await readReplica(other)).files.length).toBe(1)
  expect(JSON.stringify(await readReplica(other))).not.toContain(ana.name)

  await find(boss, 'țurcanu')
  await expect(boss.getByText('Nimeni cu acest nume')).toBeVisible()
})

test('files that could not be removed are shown until they are', async ({ cloud, boot }) => {
  const device = await boot('office')
  const boss = await enter(device, 'superuser')
  await closeWeek(boss)
  const [old] = await filesOf(cloud)
  const broken = device.proxy.rule('upload', { is: 'status', status: 503 })
  await find(boss, ana.name)
  await boss.getByRole('button', { name: `Alege ${ana.name}` }).click()
  await boss.getByRole('button', { name: 'Vezi ce se schimbă' }).click()
  await dialog(boss)
    .getByLabel(/^Scrie „/)
    .fill(ana.name)
  await dialog(boss)
    .getByLabel(/^Scrie „/)
    .press('Enter')
  await expect(boss.getByText(old?.name ?? '?')).toBeVisible()
  await boss.reload()
  await expect(boss.getByText(old?.name ?? '?')).toBeVisible()
  broken.end()
  await boss.getByRole('button', { name: 'Șterge fișierele' }).click()
  await expect(boss.getByText(old?.name ?? '?')).toHaveCount(0)
  expect(await filesOf(cloud)).not.toContainEqual(old)
})

test('an admin is told that it is not for them, and without the cloud nothing can be searched', async ({ boot }) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const admin = await enter(office, 'admin')
  await admin.goto('/admin/erase')
  await expect(admin.getByText('Pagina este numai pentru superuseri.')).toBeVisible()
  const boss = await enter(home, 'superuser')
  await boss.goto('/admin/erase')
  await expect(name(boss)).toBeVisible()
  await home.proxy.down()
  await expect(boss.getByRole('status').filter({ hasText: 'Nu este legătură cu cloudul' })).toBeVisible()
  await name(boss).fill('ana')
  await expect(boss.getByRole('button', { name: 'Caută', exact: true })).toBeDisabled()
})
