import type { Page } from '@playwright/test'
import { demoPeople } from '../../local/demo/people.ts'
import { adminPath, enter, expectPoints, openRoster, quickPoints, rowOf, sidebar } from './support/app.ts'
import { cloudPoints } from './support/cloud-facts.ts'
import { personOf, type Person } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, dan, hospital, iasi, police } from './support/world.ts'

const { nou, admin } = demoPeople
/** What a change of rights may take until a device follows. */
const soon = { timeout: 5000 }
type Row = { city: string | null; institution: string | null; capability: string }
const at = (institution: { id: string }, capability: string): Row => ({
  city: null,
  institution: institution.id,
  capability,
})

async function allow(superuser: Person, ...rows: Row[]): Promise<void> {
  expect((await superuser.rpc('set_permissions', { target: nou.id, rows })).status).toBe(200)
}

/** A half-filled form, as one is kept. */
const putDraft = (page: Page, key: string, value: string) =>
  page.evaluate(
    async ({ user, row }) => {
      const opening = indexedDB.open(`punctaj:${user}`)
      await new Promise((resolve) => opening.addEventListener('success', resolve))
      const tx = opening.result.transaction('drafts', 'readwrite')
      tx.objectStore('drafts').put(row)
      await new Promise((resolve) => tx.addEventListener('complete', resolve))
      opening.result.close()
    },
    { user: nou.id, row: { key, value, at: Date.now() } },
  )

const plusOne = (page: Page) => rowOf(page, ana.name).getByRole('button', { name: '+1' })

test('buttons come and go with the rights, without a reload', async ({ cloud, boot }) => {
  const superuser = await personOf(cloud, 'superuser')
  await allow(superuser, at(police, 'view'))
  const device = await boot('home')
  const page = await enter(device, 'nou')
  await openRoster(page, police.name)
  await expect(plusOne(page)).toHaveCount(0)
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }))

  await allow(superuser, at(police, 'score'))
  await expect(plusOne(page)).toBeVisible(soon)
  await quickPoints(page, ana.name, '+1')
  await expect.poll(() => cloudPoints(cloud, ana.id)).toBe(ana.points + 1)
  await allow(superuser, at(police, 'view'))
  await expect(plusOne(page)).toHaveCount(0, soon)
  await expect(rowOf(page, ana.name)).toBeVisible()

  await allow(superuser, at(police, 'view'), { city: iasi.id, institution: null, capability: 'edit' })
  await expect(sidebar(page).getByRole('link', { name: hospital.name })).toBeVisible(soon)
  await expect(page.getByRole('button', { name: 'Adaugă angajat' })).toBeVisible(soon)
  expect(await page.evaluate(() => 'isSamePage' in globalThis)).toBe(true)
})

test('an admin who becomes a viewer while on the admin page finds it closed', async ({ cloud, boot }) => {
  const superuser = await personOf(cloud, 'superuser')
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await page.goto(adminPath)
  await expect(page.getByRole('button', { name: '⚡ FORȚEAZĂ SINCRONIZARE CLOUD' })).toBeVisible()
  try {
    expect((await superuser.rpc('set_role', { target: admin.id, role: 'viewer' })).status).toBe(200)
    // A viewer without a place sees nothing at all; with one, the page says that it is not theirs.
    await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible(soon)
    const rows = [{ city: null, institution: null, capability: 'view' }]
    await superuser.rpc('set_permissions', { target: admin.id, rows })
    await expect(page.getByRole('heading', { name: 'Acces refuzat' })).toBeVisible(soon)
    await expect(page.getByRole('button', { name: '⚡ FORȚEAZĂ SINCRONIZARE CLOUD' })).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Sincronizare' })).toHaveCount(0)
  } finally {
    await superuser.rpc('set_role', { target: admin.id, role: 'admin' })
  }
  await expect(page.getByRole('button', { name: '⚡ FORȚEAZĂ SINCRONIZARE CLOUD' })).toBeVisible(soon)
})

test('an institution taken away while somebody looks at it is gone from the screen and from the device', async ({
  cloud,
  boot,
}) => {
  const superuser = await personOf(cloud, 'superuser')
  await allow(superuser, at(police, 'score'), at(hospital, 'score'), at(hospital, 'edit'))
  const device = await boot('home')
  const page = await enter(device, 'nou')
  await openRoster(page, hospital.name)
  await page.getByRole('button', { name: 'Adaugă angajat' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Nume', exact: true }).fill('Om Neterminat')
  await putDraft(page, `employee:${hospital.id}`, 'Om Neterminat')
  expect((await readReplica(page)).drafts).not.toEqual([])

  await allow(superuser, at(police, 'score'))
  await expect(page.getByRole('heading', { name: 'Instituția nu este aici' })).toBeVisible(soon)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page).not.toHaveTitle(new RegExp(hospital.name))
  const replica = await readReplica(page)
  expect(replica.drafts).toEqual([])
  expect(JSON.stringify(replica)).not.toContain(dan.name)
  expect(JSON.stringify(replica)).not.toContain('Om Neterminat')
  expect(Object.keys(replica.meta.index ?? {}).filter((key) => key.endsWith(hospital.id))).toEqual([])
})

test('an edit that waits while its right is taken away goes to the tray, and is not shown as done', async ({
  cloud,
  boot,
}) => {
  const superuser = await personOf(cloud, 'superuser')
  await allow(superuser, at(police, 'score'))
  const device = await boot('field')
  const page = await enter(device, 'nou')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await expectPoints(page, ana.name, ana.points + 5)
  await allow(superuser, at(police, 'view'))
  await device.proxy.up()

  await expect
    .poll(async () => (await readReplica(page)).tray.map(({ result }) => result.status), { timeout: 40_000 })
    .toEqual(['denied'])
  await expectPoints(page, ana.name, ana.points)
  await expect(plusOne(page)).toHaveCount(0)
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points)
  await page.goto('/tray')
  await expect(page.getByText('Nu ai dreptul la această operație.')).toBeVisible()
})

test('whoever loses every right waits, with nothing on the device but what the cloud did not take', async ({
  cloud,
  boot,
}) => {
  const superuser = await personOf(cloud, 'superuser')
  await allow(superuser, at(police, 'score'))
  const device = await boot('field')
  const page = await enter(device, 'nou')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await allow(superuser)
  await device.proxy.up()
  await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible({ timeout: 40_000 })
  await expect(page).toHaveTitle('Punctaj')
  const unsent = page.getByRole('region', { name: 'Modificări care nu sunt în cloud' })
  await expect(unsent).toContainText('1 modificare a ta nu este în cloud.')
  await expect(unsent).toContainText('Nu ai dreptul la această operație.')
  await expect(unsent).toContainText(ana.name)
  const saving = page.waitForEvent('download')
  await unsent.getByRole('button', { name: 'Exportă modificările netrimise' }).click()
  expect((await saving).suggestedFilename()).toMatch(/^punctaj-unsent-/)
  const { tray, outbox, ...rest } = await readReplica(page)
  expect([tray.length, outbox.length]).toEqual([1, 0])
  expect(JSON.stringify(rest)).not.toContain(ana.name)

  await page.getByRole('button', { name: 'Deconectare' }).click()
  await expect(page.getByRole('dialog')).toContainText('1 modificare nu a fost primită de cloud')
  await page.getByRole('dialog').getByRole('button', { name: 'Nu mă deconectez' }).click()
  await allow(superuser, at(police, 'score'))
  await expect(rowOf(page, ana.name)).toBeVisible(soon)
})
