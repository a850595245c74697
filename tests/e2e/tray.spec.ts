import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { enter, expectPoints, openRoster, quickPoints, takeDownload } from './support/app.ts'
import { faultsInBothThemes as axe } from './support/axe.ts'
import { cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

const heading = (page: Page) => page.getByRole('heading', { level: 1, name: 'De rezolvat' })
const cards = (page: Page) => page.getByRole('article')

async function openTray(page: Page): Promise<void> {
  await page.getByRole('link', { name: /De rezolvat/ }).click()
  await expect(heading(page)).toBeVisible()
}

/** Waits until a device has said everything and taken what came back. */
async function settle(device: Device, page: Page): Promise<void> {
  await device.proxy.up()
  await takeDownload(page)
  await expect.poll(async () => (await readReplica(page)).outbox, { timeout: 40_000 }).toEqual([])
}

test('points of a closed week wait, also for a restart, say which week they go to, and go there together', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await quickPoints(page, bogdan.name, '+1')
  await quickPoints(page, ana.name, '+1')
  const boss = await personOf(cloud, 'superuser')
  const reset = { op: randomUUID(), institution: police.id, expected_period: 1 }
  expect(await boss.rpc('reset_points', reset)).toMatchObject({ status: 200 })
  await settle(device, page)

  await device.stop()
  await device.start()
  const again = await device.open('/')
  await openTray(again)
  await expect(cards(again)).toHaveCount(3)
  const first = cards(again).first()
  await expect(first).toContainText('Săptămâna s-a închis')
  await expect(first).toContainText('Schimbarea: Ștefan Patron')
  await expect(first).toContainText(ana.name)
  await expect(first.getByRole('button', { name: /^Trimite în săptămâna nouă \(începută pe / })).toBeVisible()
  await expect(first.getByRole('button', { name: 'Păstrează-l pe al meu' })).toHaveCount(0)
  expect(await axe(again)).toEqual([])

  await cards(again).nth(2).getByRole('button', { name: 'Renunță la ea' }).click()
  await expect(cards(again)).toHaveCount(2)
  await again.getByRole('region', { name: 'Mesaje' }).getByRole('button', { name: 'Anulează' }).click()
  await expect(cards(again)).toHaveCount(3)

  await again.getByRole('checkbox', { name: 'Selectează tot' }).check()
  expect(await axe(again), 'selected').toEqual([])
  await again
    .getByRole('group', { name: 'Pentru cele selectate' })
    .getByRole('button', { name: /Trimite în săptămâna nouă/ })
    .click()
  await expect(again.getByRole('heading', { name: 'Nimic de rezolvat' })).toBeVisible()
  expect(await axe(again), 'empty').toEqual([])
  await expectCloudPoints(cloud, ana.id, 6)
  await expectCloudPoints(cloud, bogdan.id, 1)
})

test('a clash shows both values by name, and a third one can be written and sent', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await device.proxy.down()
  await page.getByRole('button', { name: `Editează angajatul ${ana.name}` }).click()
  await page.getByRole('dialog').getByLabel('Nume').fill('Ana Mea')
  await page.getByRole('dialog').getByLabel('Rank').selectOption({ label: '2 → Ofițer' })
  await page.getByRole('dialog').getByRole('button', { name: 'Salvează' }).click()
  const boss = await personOf(cloud, 'superuser')
  const set = { name: [ana.name, 'Ana Lor'] }
  const op = { id: randomUUID(), user: boss.id, at: Date.now(), kind: 'employee.edit', institution: police.id }
  await boss.rpc('sync_push', { ops: [{ ...op, employee: ana.id, set }] })
  await settle(device, page)

  await openTray(page)
  const card = cards(page)
  await expect(card.getByRole('row').filter({ hasText: 'Nume' })).toHaveText(/Nume.*Ana Mea.*Ana Lor/)
  await expect(card.getByRole('row').filter({ hasText: 'Rank' })).toHaveText(/2 → Ofițer.*1 → Agent/)
  await expect(card).toContainText('Schimbarea: Ștefan Patron')
  await card.getByRole('button', { name: 'Schimbă și trimite…' }).click()
  const form = page.getByRole('dialog')
  expect(await axe(page)).toEqual([])
  await expect(form.getByLabel('Nume')).toHaveValue('Ana Mea')
  await form.getByLabel('Nume').fill(' ')
  await form.getByRole('button', { name: 'Trimite' }).click()
  await expect(form.getByLabel('Nume')).toBeFocused()
  await expect(form).toContainText('Scrie un nume.')
  expect(await axe(page), 'fault in the form').toEqual([])
  await form.getByLabel('Nume').fill('Ana A Noastră')
  await form.getByRole('button', { name: 'Trimite' }).click()
  await expect(page.getByRole('heading', { name: 'Nimic de rezolvat' })).toBeVisible()
  const row = () => cloud.db('select name, rank from public.employees where id = $1', [ana.id])
  await expect.poll(row).toEqual([{ name: 'Ana A Noastră', rank: 2 }])
})

test('unsent edits are exported on one device and imported on another, once however often', async ({ cloud, boot }) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const page = await enter(office, 'admin')
  await openRoster(page, police.name)
  await office.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await quickPoints(page, bogdan.name, '+1')
  await page.getByRole('link', { name: 'Starea sincronizării' }).first().click()
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Exportă modificările netrimise' }).click()
  const path = await (await saved).path()

  const other = await enter(home, 'admin')
  await openRoster(other, police.name)
  const choose = async (file: string | { name: string; mimeType: string; buffer: Buffer }) => {
    await other.goto('/status')
    const chooser = other.waitForEvent('filechooser')
    await other.getByRole('button', { name: 'Importă modificări netrimise' }).click()
    await (await chooser).setFiles(file)
    return other.getByRole('dialog', { name: 'Importă modificări netrimise' })
  }
  const preview = await choose(path)
  await expect(preview).toContainText('Salvate de Ioana Admin')
  await expect(preview).toContainText('Punctaj × 2')
  await expect(preview).toContainText(`${ana.name} și ${bogdan.name}`)
  expect(await axe(other)).toEqual([])
  await preview.getByRole('button', { name: 'Importă 2 modificări' }).click()
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)
  await expect.poll(async () => (await readReplica(other)).outbox).toEqual([])

  const twice = await choose(path)
  await expect(twice).toContainText('Nu este nimic nou în acest fișier.')
  await expect(twice).toContainText('2 modificări sunt deja aici')

  // The device they come from sends them too, and learns that nobody else has moved the cloud.
  await office.proxy.up()
  await expect.poll(async () => (await readReplica(page)).outbox, { timeout: 40_000 }).toEqual([])
  expect([await cloudPoints(cloud, ana.id), await cloudPoints(cloud, bogdan.id)]).toEqual([
    ana.points + 5,
    bogdan.points + 1,
  ])

  const broken = await choose({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"a": 1}') })
  await expect(broken.getByRole('alert')).toContainText('Alege fișierul exportat din Punctaj.')
  expect(await axe(other), 'bad file').toEqual([])
  const mine = { format: 'punctaj-unsent', version: 1, user: randomUUID(), name: 'Alt Om', outbox: [], tray: [] }
  const foreign = Buffer.from(JSON.stringify(mine))
  const refused = await choose({ name: 'y.json', mimeType: 'application/json', buffer: foreign })
  await expect(refused.getByRole('alert')).toContainText('Fișierul este al altei persoane: Alt Om')
  expect(await axe(other), 'foreign file').toEqual([])
})

test('a right that is taken away while an edit waits sends it to the tray, with its names', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  const sef = await personOf(cloud, 'sef')
  const may = (...capabilities: string[]) =>
    boss.rpc('set_permissions', {
      target: sef.id,
      rows: capabilities.map((capability) => ({ city: null, institution: police.id, capability })),
    })
  await may('view', 'score')
  const device = await boot('tablet')
  const page = await enter(device, 'sef')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await may('view')
  await device.proxy.up()
  await openTray(page)
  await expect(cards(page)).toContainText('Nu ai dreptul la această operație.')
  await expect(cards(page)).toContainText('Schimbarea: Ștefan Patron')
  await expect(cards(page)).toContainText(ana.name)
  await expect(cards(page)).toContainText('Nu mai ai dreptul acesta, deci nu se poate trimite.')
  await may('view', 'score')
  await cards(page).getByRole('button', { name: 'Trimite din nou' }).click({ timeout: 30_000 })
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await page.goto('/')
  await expectPoints(page, ana.name, ana.points + 5)
})
