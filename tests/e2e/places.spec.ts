import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import {
  enter,
  expectLocked,
  expectUnlocked,
  lockOf,
  openReports,
  reportLines,
  rowOf,
  takeDownload,
} from './support/app.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import { personOf } from './support/person.ts'
import {
  choose,
  cloudPlaces,
  createCity,
  createInstitution,
  deletePlace,
  dialogOf,
  menuOf,
  namesOf,
  places,
  press,
  renamePlace,
  tablet,
  wide,
} from './support/places.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, dan, hospital, iasi, police } from './support/world.ts'

/** Builds up a city, changes everything about it, and deletes one of its institutions and another that has people. */
async function workOnPlaces(page: Page): Promise<void> {
  await createCity(page, 'Brașov')
  await createInstitution(page, 'Brașov', 'Pompieri')
  await createInstitution(page, 'Brașov', 'Salvamont')
  await renamePlace(page, 'Brașov', 'Orașul Brașov')
  await renamePlace(page, 'Salvamont', 'Jandarmi')
  expect(await namesOf(page, 'Pompieri', 'Jandarmi')).toEqual(['Jandarmi', 'Pompieri'])
  await choose(page, 'Jandarmi', 'Mută')
  await expect.poll(() => namesOf(page, 'Pompieri', 'Jandarmi')).toEqual(['Pompieri', 'Jandarmi'])
  await expect(menuOf(page, 'Jandarmi')).toBeFocused()
  await choose(page, 'Orașul Brașov', 'Mută')
  await expect.poll(() => namesOf(page, iasi.name, 'Orașul Brașov')).toEqual(['Orașul Brașov', iasi.name])
  await expect(menuOf(page, 'Orașul Brașov')).toBeFocused()

  await choose(page, 'Jandarmi', 'Rankuri și variabile')
  await dialogOf(page).getByLabel('Câte rankuri ai?').fill('3')
  await dialogOf(page).getByLabel('Rank 3 →').fill('General')
  await dialogOf(page).getByLabel('Rank 1 →').fill('')
  await press(page, 'Elimină: Telefon')
  await press(page, 'Salvează')
  await expect(dialogOf(page)).toHaveCount(0)
}

/** What {@link workOnPlaces} makes, and that nothing of it needs a person. */
async function expectWork(page: Page, cloud: Cloud, rest: object[]): Promise<void> {
  const city = 'Orașul Brașov'
  await expect
    .poll(() => cloudPlaces(cloud), { timeout: 30_000 })
    .toEqual([
      { city, institution: 'Pompieri', ranks: { '1': 'Recrut', '2': 'Comandant' }, columns: ['Telefon', 'SERIE'] },
      { city, institution: 'Jandarmi', ranks: { '2': 'Comandant', '3': 'General' }, columns: ['SERIE'] },
      ...rest,
    ])
  const { tray } = await readReplica(page)
  expect(tray).toEqual([])
}

const inIasi = ({ name }: { name: string }) => ({
  city: iasi.name,
  institution: name,
  ranks: { '1': 'Agent', '2': 'Ofițer' },
  columns: ['SERIE DE BULETIN'],
})

async function enterAt(device: Device, who: Parameters<typeof enter>[1], size: typeof wide): Promise<Page> {
  const page = await enter(device, who)
  await page.setViewportSize(size)
  return page
}

for (const size of [wide, tablet]) {
  test(`cities and institutions are made, changed and deleted, and a report is left (${size.width})`, async ({
    cloud,
    boot,
  }) => {
    const page = await enterAt(await boot('office'), 'superuser', size)
    await workOnPlaces(page)
    await expectWork(page, cloud, [police, hospital].map(inIasi))

    // Tabs show the institutions of the open city only.
    if (size === tablet) await places(page).getByRole('link', { name: iasi.name }).click()
    await places(page).getByRole('link', { name: hospital.name }).click()
    await expect(rowOf(page, dan.name)).toBeVisible()
    await choose(page, hospital.name, 'Șterge')
    await expect(dialogOf(page)).toContainText('Dan Ilie (40)')
    await expect(dialogOf(page)).toContainText('Întâi se face un raport')
    await expect(dialogOf(page).getByRole('button', { name: 'Șterge', exact: true })).toBeDisabled()
    await page.keyboard.press('Escape')
    await deletePlace(page, hospital.name)
    await expect(page.getByRole('heading', { level: 1, name: police.name })).toBeAttached()
    await expectWork(page, cloud, [inIasi(police)])

    if (size === tablet) await places(page).getByRole('link', { name: 'Orașul Brașov' }).click()
    await deletePlace(page, 'Orașul Brașov')
    await expect(places(page)).not.toContainText('Pompieri')
    await expect.poll(() => cloudPlaces(cloud)).toEqual([inIasi(police)])
    await openReports(page)
    const report = reportLines(page).filter({ hasText: 'Înainte de ștergere' })
    await expect(report).toHaveCount(1)
    await expect(report).toContainText(hospital.name)
    await expectUnlocked(page)
  })
}

test('without a cloud everything shows at once, and arrives when it is back', async ({ cloud, boot }) => {
  const device = await boot('office')
  device.tolerated.push(/^sync offline$/)
  const page = await enterAt(device, 'superuser', wide)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await device.proxy.down()
  await expect(page.getByText('Offline', { exact: true })).toBeVisible({ timeout: 15_000 })
  await workOnPlaces(page)
  await choose(page, hospital.name, 'Șterge')
  await expect(dialogOf(page)).toContainText('Nu este legătură cu cloudul acum')
  await page.keyboard.press('Escape')
  await deletePlace(page, hospital.name)
  await expect(places(page)).not.toContainText(hospital.name)
  expect((await cloudPlaces(cloud)).map(({ institution }) => institution)).toEqual([police.name, hospital.name])

  await device.proxy.up()
  await expectWork(page, cloud, [inIasi(police)])
  await expectUnlocked(page)
  await openReports(page)
  await expect(reportLines(page).filter({ hasText: 'Înainte de ștergere' })).toContainText(hospital.name)
})

test('who may only score is shown no menu, nor is anybody while only reading', async ({ cloud, boot }) => {
  const [superuser, nou] = [await personOf(cloud, 'superuser'), await personOf(cloud, 'nou')]
  const rows = [{ city: null, institution: null, capability: 'score' }]
  expect((await superuser.rpc('set_permissions', { target: nou.id, rows })).status).toBe(200)
  const scorer = await enter(await boot('home'), 'nou')
  for (const size of [wide, tablet]) {
    await scorer.setViewportSize(size)
    await expect(places(scorer).getByRole('link', { name: police.name })).toBeVisible()
    await expect(places(scorer).getByRole('button', { name: /Opțiuni|Adaugă/ })).toHaveCount(0)
  }

  const device = await boot('office')
  device.tolerated.push(/^sync offline$/)
  const page = await enter(device, 'admin')
  await expect(menuOf(page, iasi.name)).toBeVisible()
  await awardAtCloud(cloud, ana.id, 1)
  await expectLocked(page)
  await device.proxy.down()
  await lockOf(page).getByRole('button', { name: 'Continuă offline (doar citire)' }).click()
  for (const size of [wide, tablet]) {
    await page.setViewportSize(size)
    await expect(places(page).getByRole('button', { name: /Opțiuni|Adaugă/ })).toHaveCount(0)
  }
})

test('a place that somebody else deletes says so, on the screen and in an open form', async ({ cloud, boot }) => {
  const page = await enterAt(await boot('office'), 'superuser', wide)
  await places(page).getByRole('link', { name: hospital.name }).click()
  await choose(page, hospital.name, 'Redenumește')
  await cloud.db('delete from public.institutions where id = $1', [hospital.id])
  await expectLocked(page)
  await takeDownload(page)
  await expect(dialogOf(page)).toContainText('A fost șters între timp')
  await expect(dialogOf(page).getByRole('button', { name: 'Salvează' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Instituția nu este aici' })).toBeVisible()
})

test('an edit of ranks that somebody else changed meanwhile is told, and never overwrites theirs', async ({
  cloud,
  boot,
}) => {
  const page = await enterAt(await boot('office'), 'superuser', wide)
  await choose(page, police.name, 'Rankuri și variabile')
  await dialogOf(page).getByLabel('Rank 2 →').fill('Al meu')
  const theirs = { '1': 'Agent', '2': 'Al lor' }
  await cloud.db('update public.institutions set ranks = $2 where id = $1', [police.id, JSON.stringify(theirs)])
  await expectLocked(page)
  await takeDownload(page)
  await expect(dialogOf(page)).toContainText('Altcineva a schimbat între timp')
  await expect(dialogOf(page).getByLabel('Rank 2 →')).toHaveValue('Al meu')
  await press(page, 'Salvează')
  await expect(page.getByRole('link', { name: /^De rezolvat/ })).toBeVisible()
  expect((await cloudPlaces(cloud)).find(({ institution }) => institution === police.name)?.ranks).toEqual(theirs)
})
