import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileChooser, Locator, Page } from '@playwright/test'
import { sampleFolder } from '../fixtures/legacyFiles.ts'
import {
  countLocks,
  enter,
  expectLocked,
  openReports,
  openRoster,
  reportLines,
  signInByMail,
  takeDownload,
} from './support/app.ts'
import { faults } from './support/axe.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { sampleOf } from './support/sample.ts'
import { expect, type TestCloud, test } from './support/test.ts'
import { exportAs, openNewest, resetAtCloud } from './support/weeks.ts'
import { ana, police } from './support/world.ts'

async function openImport(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Setări' }).click()
  await page.getByRole('link', { name: 'Importă fișiere' }).click()
  await expect(page.getByRole('heading', { name: 'Import', level: 1 })).toBeVisible()
}

async function choose(page: Page, button: 'Alege un dosar' | 'Alege fișiere'): Promise<FileChooser> {
  const opened = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  return opened
}

const chooseFolder = async (page: Page, folder: string) => (await choose(page, 'Alege un dosar')).setFiles(folder)

const chooseFiles = async (page: Page, ...files: { name: string; text: string }[]) =>
  (await choose(page, 'Alege fișiere')).setFiles(
    files.map(({ name, text }) => ({ name, mimeType: 'application/json', buffer: Buffer.from(text) })),
  )

const preview = (page: Page): Locator => page.getByRole('heading', { name: 'Ce s-a găsit' })
const found = (page: Page, kind: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: kind }) })
const importButton = (page: Page): Locator => page.getByRole('button', { name: /^Importă \d/ })
const done = (page: Page): Locator => page.getByRole('heading', { name: 'Importul s-a încheiat' })

/** A sum of the outcome by its name. */
const sum = (page: Page, name: string): Locator =>
  page.locator('dt', { hasText: new RegExp(`^${name}$`) }).locator('+ dd')

const everything = async ({ db }: TestCloud) =>
  db(`select (select version from sync_metadata where sync_key = 'global_version') as version,
    (select count(*)::int from employees) as employees, (select count(*)::int from archives) as archives`)

const police1 = join(sampleFolder, 'data/balcaniwest/BlackWater/Politie.json')

test('the old program’s folders: a preview, the refused file with its reason, the import, and nothing the second time', async ({
  cloud,
  boot,
}) => {
  const page = await enter(await boot('office'), 'superuser')
  const locks = await countLocks(page)
  const folder = await sampleOf('unu')
  await openImport(page)
  await chooseFolder(page, folder)

  await expect(preview(page)).toBeFocused()
  await expect(found(page, 'Angajați').getByRole('cell')).toHaveText(['13', '13', '0', '0'])
  await expect(found(page, 'Rapoarte').getByRole('cell')).toHaveText(['16', '16', '0', '0'])
  await expect(page.getByText('16-49-49_AFTER_RESET.json')).toBeVisible()
  await expect(page.getByText('fișierul dinaintea resetului lipsește')).toBeVisible()
  await page.locator('summary', { hasText: 'Politie' }).filter({ hasText: 'BlackWater' }).click()
  await expect(page.getByRole('row', { name: /Dana Neagu/ }).first()).toContainText('de adăugat')
  expect(await everything(cloud)).toMatchObject([{ employees: 4, archives: 0 }])

  await importButton(page).click()
  await expect(done(page)).toBeFocused({ timeout: 30_000 })
  await expect(sum(page, 'Adăugate')).toHaveText('36')
  await expect(sum(page, 'Refuzate')).toHaveText('1')
  expect(await locks()).toBe(0)
  const before = await everything(cloud)
  expect(before).toMatchObject([{ employees: 17, archives: 16 }])

  await page.getByRole('button', { name: 'Alege alte fișiere' }).click()
  await chooseFolder(page, folder)
  await expect(page.getByText('Nu este nimic nou')).toBeVisible()
  await expect(found(page, 'Angajați').getByRole('cell')).toHaveText(['13', '0', '13', '0'])
  await expect(importButton(page)).toHaveCount(0)
  expect(await everything(cloud)).toEqual(before)

  await openReports(page)
  await expect(reportLines(page)).toHaveCount(16)
})

test('a file without its folders is asked about, and what was typed in by hand is found', async ({ boot }) => {
  const page = await enter(await boot('office'), 'superuser')
  await openImport(page)
  await chooseFiles(page, { name: 'Politie.json', text: await readFile(police1, 'utf8') })
  await expect(page.getByRole('textbox', { name: 'Instituție' })).toHaveValue('Politie')
  await page.getByRole('textbox', { name: 'Instituție' }).fill(police.name)
  await page.getByRole('button', { name: 'Continuă' }).click()
  await expect(page.getByRole('textbox', { name: 'Oraș' })).toBeFocused()
  await page.getByRole('textbox', { name: 'Oraș' }).fill(police.city.name)
  await page.keyboard.press('Enter')
  await expect(found(page, 'Orașe').getByRole('cell')).toHaveText(['1', '0', '1', '0'])
  await expect(found(page, 'Angajați').getByRole('cell')).toHaveText(['11', '11', '0', '0'])
  await importButton(page).click()
  await expect(sum(page, 'Adăugate')).toHaveText('11')
  await expect(page.getByText(`${police.name} (${police.city.name}): este deja în cloud cu alte valori`)).toBeVisible()
})

test('an import that the network cuts off goes on where it was', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'superuser')
  const folder = await sampleOf('doi')
  await openImport(page)
  await chooseFolder(page, folder)
  await expect(preview(page)).toBeVisible()
  const cut = device.proxy.rule('rpc:import_archives', { is: 'status', status: 503 })
  await importButton(page).click()
  await expect(page.getByRole('heading', { name: 'Importul s-a întrerupt' })).toBeFocused()
  await expect(sum(page, 'Adăugate')).toHaveText('20')
  cut.end()
  await page.getByRole('button', { name: 'Continuă importul' }).click()
  await expect(done(page)).toBeVisible()
  await expect(sum(page, 'Adăugate')).toHaveText('36')
  expect(await everything(cloud)).toMatchObject([{ employees: 17, archives: 16 }])
})

test('a preview outlives the lock and another page; offline it says what is missing', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'superuser')
  const folder = await sampleOf('trei')
  await openImport(page)
  await chooseFolder(page, folder)
  await expect(preview(page)).toBeVisible()
  await awardAtCloud(cloud, ana.id, 1)
  await expectLocked(page)
  await takeDownload(page)
  await expect(preview(page)).toBeVisible()
  await openReports(page)
  await page.goBack()
  await expect(importButton(page)).toBeEnabled()

  await device.proxy.down()
  await expect(page.getByText('compararea și importul au nevoie de ea')).toBeVisible({ timeout: 15_000 })
  await expect(importButton(page)).toBeDisabled()
  await page.getByRole('button', { name: 'Renunță' }).click()
  await chooseFolder(page, folder)
  await expect(page.getByText('nu se știe încă ce există deja')).toBeVisible()
  await device.proxy.up()
  await expect(page.getByText('compararea și importul au nevoie de ea')).toHaveCount(0, { timeout: 30_000 })
  await page.getByRole('button', { name: 'Compară cu cloudul' }).click()
  await expect(importButton(page)).toBeEnabled()
})

test('who is no superuser imports rosters and is told about the archives; others are shown that it is not theirs', async ({
  boot,
}) => {
  const page = await enter(await boot('office'), 'admin')
  const folder = await sampleOf('patru')
  await openImport(page)
  await chooseFolder(page, folder)
  await expect(found(page, 'Rapoarte').getByRole('cell').first()).toHaveText('0')
  await expect(page.getByText('Rapoartele pot fi importate numai de un superuser').first()).toBeVisible()
  await importButton(page).click()
  await expect(sum(page, 'Adăugate')).toHaveText('20')

  const device = await boot('home')
  const other = await device.open('/import')
  await signInByMail(other, 'viewer')
  await expect(other.getByRole('heading', { name: 'Acces refuzat' })).toBeVisible({ timeout: 30_000 })
})

test('a file that the system opens with the app waits for the sign-in, then it is looked at', async ({ boot }) => {
  const page = await (await boot('office')).open()
  await page.addInitScript(
    (text) => {
      const handle = { name: 'Politie.json', getFile: async () => new File([text], 'Politie.json') }
      const launchQueue = { setConsumer: (take: (launch: object) => void) => take({ files: [handle] }) }
      Object.defineProperty(globalThis, 'launchQueue', { value: launchQueue })
    },
    await readFile(police1, 'utf8'),
  )
  await page.reload()
  await expect(page).toHaveURL(/\/import$/)
  await signInByMail(page, 'superuser')
  await expect(page.getByRole('heading', { name: 'Ale cui sunt fișierele?' })).toBeVisible({ timeout: 30_000 })
})

test('what the app exports is importable: all of it is there already, and tables made to be read say so', async ({
  cloud,
  boot,
}) => {
  await resetAtCloud(cloud, police.id, 1)
  await awardAtCloud(cloud, ana.id, 7)
  const page = await enter(await boot('office'), 'superuser')
  await openReports(page)
  const list = await exportAs(page, 'JSON')
  await openNewest(page)
  const report = await exportAs(page, 'JSON')
  await openRoster(page, police.name)
  const roster = await exportAs(page, 'Exportă: JSON', 'Exportă și tipărește')
  const before = await everything(cloud)

  await openImport(page)
  await chooseFiles(page, ...[list, report, roster].map(({ name, bytes }) => ({ name, text: bytes.toString('utf8') })))
  await expect(page.getByText('Nu este nimic nou')).toBeVisible()
  for (const kind of ['Orașe', 'Instituții', 'Rapoarte'])
    await expect(found(page, kind).getByRole('cell')).toHaveText(['1', '0', '1', '0'])
  await expect(found(page, 'Angajați').getByRole('cell')).toHaveText(['3', '0', '3', '0'])
  await expect(page.getByText('Este lista rapoartelor sau o comparație')).toBeVisible()
  await expect(importButton(page)).toHaveCount(0)
  expect(await everything(cloud)).toEqual(before)
})

test('a file of unsent edits is taken where those are taken', async ({ boot }) => {
  const page = await enter(await boot('office'), 'superuser')
  await openImport(page)
  const file = { format: 'punctaj-unsent', version: 1, user: ana.id, name: 'Alt Om', at: 0, outbox: [], tray: [] }
  await chooseFiles(page, { name: 'x.json', text: JSON.stringify(file) })
  await expect(page.getByRole('dialog')).toContainText('al altei persoane: Alt Om')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Alege fișiere' })).toBeVisible()
})

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing in any state of it (${colorScheme})`, async ({ boot }) => {
    test.setTimeout(120_000)
    const page = await enter(await boot('office'), 'superuser')
    await page.emulateMedia({ colorScheme })
    const folder = await sampleOf(colorScheme)
    await openImport(page)
    expect(await faults(page), 'empty').toEqual([])
    await chooseFiles(page, { name: 'Politie.json', text: '[]' })
    await expect(page.getByRole('button', { name: 'Continuă' })).toBeVisible()
    expect(await faults(page), 'asking').toEqual([])
    await page.getByRole('button', { name: 'Renunță' }).click()
    await chooseFolder(page, folder)
    await page.locator('summary').first().click()
    expect(await faults(page), 'preview').toEqual([])
    await importButton(page).click()
    await expect(done(page)).toBeVisible({ timeout: 30_000 })
    expect(await faults(page), 'done').toEqual([])
  })
}
