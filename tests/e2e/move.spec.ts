import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { enter, expectPoints, expectUnlocked, openRoster, quickPoints, rowOf } from './support/app.ts'
import type { Device } from './support/device.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, dan, hospital, iasi, police } from './support/world.ts'

const select = (page: Page, name: string) => rowOf(page, name).getByRole('checkbox').check()
const dialogOf = (page: Page) => page.getByRole('dialog')

const placesAt = ({ db }: Cloud) =>
  db<{ name: string; at: string; points: number }>(
    'select e.name, i.name as at, e.points from public.employees e join public.institutions i on i.id = e.institution order by 1',
  )

async function goOffline(page: Page, device: Device): Promise<void> {
  device.tolerated.push(/^sync offline$/)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await device.proxy.down()
  await expect(page.getByText('Offline', { exact: true })).toBeVisible({ timeout: 15_000 })
}

test('people move with their points to another institution, offline, by keyboard; both rosters show it at once', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await goOffline(page, device)
  await quickPoints(page, ana.name, '+5')
  await select(page, ana.name)
  await select(page, bogdan.name)
  await page.getByRole('button', { name: 'Mută', exact: true }).press('Enter')
  await expect(dialogOf(page)).toContainText('Muți 2 angajați?')
  await expect(dialogOf(page).getByLabel('Oraș')).toHaveValue(iasi.id)
  await dialogOf(page).getByLabel('Instituție').press('Enter')
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toHaveCount(1)
  await dialogOf(page).getByRole('button', { name: 'Mută', exact: true }).press('Enter')

  await expect(page.getByText(`2 angajați mutați în ${hospital.name}`)).toBeVisible()
  await expect(rowOf(page, ana.name)).toHaveCount(0)
  await expect(rowOf(page, carmen.name)).toHaveCount(1)
  await openRoster(page, hospital.name)
  await expectPoints(page, ana.name, ana.points + 5)
  await expectPoints(page, bogdan.name, bogdan.points)

  await device.proxy.up()
  await expect
    .poll(() => placesAt(cloud))
    .toEqual([
      { name: ana.name, at: hospital.name, points: ana.points + 5 },
      { name: bogdan.name, at: hospital.name, points: bogdan.points },
      { name: carmen.name, at: police.name, points: carmen.points },
      { name: dan.name, at: hospital.name, points: dan.points },
    ])
  await expectUnlocked(page)
  await rowOf(page, ana.name)
    .getByRole('button', { name: `Istoricul lui ${ana.name}` })
    .click()
  await expect(dialogOf(page)).toContainText('+15')
})

test('without a choice nobody moves, and only where one may edit', async ({ cloud, boot }) => {
  const [superuser, nou] = [await personOf(cloud, 'superuser'), await personOf(cloud, 'nou')]
  const third = '0e2e0000-0000-4000-8000-000000000013'
  await cloud.db(`insert into public.institutions (id, city, name) values ($1, $2, 'Primăria')`, [third, iasi.id])
  const edits = (institution: string) => ({ city: null, institution, capability: 'edit' })
  const view = { city: null, institution: null, capability: 'view' }
  const allow = async (...rows: object[]) =>
    expect((await superuser.rpc('set_permissions', { target: nou.id, rows: [view, ...rows] })).status).toBe(200)

  await allow(edits(police.id), edits(hospital.id), edits(third))
  const page = await enter(await boot('home'), 'nou')
  await openRoster(page, police.name)
  await select(page, ana.name)
  await page.getByRole('button', { name: 'Mută angajat' }).click()
  await dialogOf(page).getByRole('button', { name: 'Mută', exact: true }).click()
  await expect(dialogOf(page)).toContainText('Alege instituția în care se mută.')
  await expect(dialogOf(page).getByLabel('Instituție').getByRole('option')).toHaveText([
    'Alege instituția',
    'Primăria',
    hospital.name,
  ])
  await page.keyboard.press('Escape')
  await expect(rowOf(page, ana.name)).toHaveCount(1)

  await allow(edits(police.id))
  await expect(async () => {
    await page.getByRole('button', { name: 'Mută angajat' }).click()
    const text = await dialogOf(page).innerText()
    await page.keyboard.press('Escape')
    expect(text).toContain('Nu există altă instituție în care ai dreptul să muți angajați.')
  }).toPass({ timeout: 20_000 })
})
