import type { Page } from '@playwright/test'
import { enter, expectPoints, expectUnlocked, openRoster, quickPoints, sidebar } from './support/app.ts'
import { faults } from './support/axe.ts'
import { awardAtCloud, cloudHead, expectCloudPoints } from './support/cloud-facts.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, dan, hospital, police } from './support/world.ts'

const panel = (page: Page) => page.getByRole('region', { name: 'Ce păstrează dispozitivul' })

/** Opens the settings and ticks the hospital off; what is left is the last click. */
async function leaveHospital(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Setări' }).click()
  await panel(page).getByLabel('Numai cele alese').check()
  await panel(page).getByLabel(hospital.name).uncheck()
  await expect(panel(page)).toContainText('De pe acest dispozitiv se șterg, cu 1 angajat')
}
const save = (page: Page) => panel(page).getByRole('button', { name: 'Salvează alegerea' })

/** Everything on the device that tells of the hospital or its people, but for its name in the list of places and own choices. */
async function left(page: Page): Promise<string[]> {
  const { leaves, files, drafts, history, outbox } = await readReplica(page)
  const rows = [...leaves.filter(({ key }) => key !== 'directory'), ...files, ...drafts, ...history, ...outbox]
  return rows.map((row) => JSON.stringify(row)).filter((text) => text.includes(hospital.id) || text.includes(dan.name))
}

test('what is not kept is gone from the device, locks for no click, and comes back by one click', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('tablet'), 'admin')
  await openRoster(page, hospital.name)
  await expect.poll(() => left(page)).not.toEqual([])
  await leaveHospital(page)
  expect(await faults(page)).toEqual([])
  await save(page).click()
  await expect.poll(() => left(page)).toEqual([])
  await expect(panel(page).getByText('Se aplică')).toHaveCount(0)
  await expect(save(page)).toBeDisabled()

  // On a slow way the change may lock until its delta says that it concerns nothing here; nobody has to click.
  await awardAtCloud(cloud, dan.id, 3)
  const { version } = await cloudHead(cloud)
  await expect.poll(async () => (await readReplica(page)).meta.head?.version).toBe(version)
  await expectUnlocked(page)
  await sidebar(page).getByRole('link', { name: hospital.name }).click()
  await expect(page.getByRole('heading', { name: hospital.name })).toBeVisible()
  await expect(page.getByText('nu este păstrată pe acest dispozitiv')).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Păstreaz-o pe acest dispozitiv' }).click()
  await expectPoints(page, dan.name, dan.points + 3)
})

test('the choice is made without a network, takes effect with the next sync, and loses no unsent edit', async ({
  cloud,
  boot,
}) => {
  const device = await boot('tablet')
  const page = await enter(device, 'admin')
  await openRoster(page, hospital.name)
  await device.proxy.down()
  await quickPoints(page, dan.name, '+5')
  await leaveHospital(page)
  await expect(panel(page)).toContainText('1 modificare netrimisă de acolo rămâne aici și se trimite.')
  await save(page).click()
  await expect(panel(page)).toContainText('la următoarea sincronizare')
  expect(await left(page)).not.toEqual([])

  await device.proxy.up()
  await expectCloudPoints(cloud, dan.id, dan.points + 5)
  await expect.poll(() => left(page), { timeout: 40_000 }).toEqual([])
  expect((await readReplica(page)).tray).toEqual([])
  await openRoster(page, police.name)
  await expectPoints(page, ana.name, ana.points)
})

test('an institution that is made on a device is kept there, whatever else is', async ({ boot }) => {
  const page = await enter(await boot('tablet'), 'admin')
  await leaveHospital(page)
  await save(page).click()
  await expect.poll(() => left(page)).toEqual([])
  await page.getByRole('button', { name: 'Opțiuni: Iași' }).click()
  await page.getByRole('menuitem', { name: 'Adaugă instituție' }).click()
  await page.getByLabel('Numele instituției').fill('Pompierii')
  await page.getByRole('dialog').getByRole('button', { name: 'Adaugă', exact: true }).click()
  await sidebar(page).getByRole('link', { name: 'Pompierii' }).click()
  await expect(page.getByText('Niciun angajat încă')).toBeVisible()
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  await page.getByRole('button', { name: 'Adaugă primul angajat' }).click()
  await expect(page.getByRole('dialog', { name: 'Adaugă angajat' })).toBeVisible()
  expect((await readReplica(page)).meta.keep).toHaveLength(2)
})
