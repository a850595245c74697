import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import {
  downloadButton,
  enter,
  expectLocked,
  expectPoints,
  expectUnlocked,
  lockOf,
  openRoster,
  quickPoints,
  rowOf,
  signInByMail,
} from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { awardAtCloud, expectCloudPoints } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

/** The app is right to say in the console what the storage refused. */
const complaints = [/^(sync|resync|rows|own push)\b/, /QuotaExceededError|storage_full|session_ended/]

async function office(boot: (name: string) => Promise<Device>): Promise<{ device: Device; page: Page }> {
  const device = await boot('office')
  device.tolerated.push(...complaints)
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  return { device, page }
}

/**
 * The same device with a disk that is full. Chromium remembers for half a minute how much room there was; a browser that has
 * just started does not know yet.
 */
async function fillDisk(device: Device): Promise<Page> {
  await device.stop()
  await device.start()
  const page = await device.open('about:blank')
  await device.limitStorage(page, 1)
  await page.goto(`/institution/${police.id}`)
  return page
}

const full = 'Nu mai este loc pe dispozitiv.'
const noticeOf = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text })

const expectAccessible = async (page: Page): Promise<void> => expect(await faultsInBothThemes(page)).toEqual([])

test('with a full disk an edit is refused, the form keeps what was typed, and takes it once there is room', async ({
  cloud,
  boot,
}) => {
  const { device } = await office(boot)
  const page = await fillDisk(device)
  await page.getByRole('button', { name: 'Adaugă angajat' }).click()
  const form = page.getByRole('dialog')
  const name = form.getByRole('textbox').first()
  await name.fill('Zaharia Nou')
  const save = form.getByRole('button', { name: 'Adaugă', exact: true })
  await save.click()
  await expect(page.getByText(full).first()).toBeVisible()
  await expect(name).toHaveValue('Zaharia Nou')
  expect((await readReplica(page)).outbox).toEqual([])

  await device.limitStorage(page, null)
  await save.click()
  await expect(form).toHaveCount(0)
  await expect(rowOf(page, 'Zaharia Nou')).toBeVisible()
  const arrived = () => cloud.db(`select 1 as n from public.employees where name = 'Zaharia Nou'`)
  await expect.poll(arrived).toEqual([{ n: 1 }])
})

test('a change that does not fit leaves the old replica and says why; unsent edits can be saved to a file', async ({
  cloud,
  boot,
}) => {
  const { device, page: before } = await office(boot)
  const pushes = device.proxy.rule('rpc:sync_push', { is: 'status', status: 503 })
  await quickPoints(before, bogdan.name, '+1')
  await expectPoints(before, bogdan.name, bogdan.points + 1)
  const page = await fillDisk(device)
  await awardAtCloud(cloud, ana.id, 5)
  const notice = noticeOf(page, full)
  await expect(notice).toBeVisible()
  await expectPoints(page, ana.name, ana.points)
  await expectAccessible(page)

  const saving = page.waitForEvent('download')
  await notice.getByRole('button', { name: 'Exportă modificările netrimise' }).click()
  const file = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as { outbox: { op: object }[] }
  expect(file.outbox.map(({ op }) => op)).toMatchObject([{ kind: 'points.add', employees: [bogdan.id], delta: 1 }])

  pushes.end()
  await device.limitStorage(page, null)
  await expectLocked(page)
  await downloadButton(page).click()
  await expectUnlocked(page)
  await expectPoints(page, ana.name, ana.points + 5)
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)
})

test('a click on download that cannot be written says so, and offers to read on', async ({ cloud, boot }) => {
  const { device, page: before } = await office(boot)
  await awardAtCloud(cloud, ana.id, 5)
  await expectLocked(before)
  const page = await fillDisk(device)
  await downloadButton(page).click()
  await expect(lockOf(page)).toContainText(full)
  await expectAccessible(page)
  await lockOf(page).getByRole('button', { name: 'Continuă offline (doar citire)' }).click()
  await expectPoints(page, ana.name, ana.points)

  await device.limitStorage(page, null)
  await page.getByRole('button', { name: 'Reia sincronizarea' }).click()
  await lockOf(page)
    .getByRole('button', { name: /DESCARCĂ SINCRONIZARE|Încearcă din nou/ })
    .click()
  await expectUnlocked(page)
  await expectPoints(page, ana.name, ana.points + 5)
})

test('a database that the browser deletes under the open app is downloaded again, and says what was lost', async ({
  cloud,
  boot,
}) => {
  const { device, page } = await office(boot)
  await device.proxy.down()
  await quickPoints(page, bogdan.name, '+1')
  await expectPoints(page, bogdan.name, bogdan.points + 1)
  await device.clearDatabases(page)
  const notice = noticeOf(page, 'Browserul a șters datele locale ale aplicației.')
  await expect(notice).toContainText('1 modificare netrimisă s-a pierdut', { timeout: 30_000 })
  await expect(page.getByRole('heading', { name: 'Datele nu sunt pe acest dispozitiv' })).toBeVisible()
  await expectAccessible(page)

  await device.proxy.up()
  await expectPoints(page, bogdan.name, bogdan.points)
  await expectUnlocked(page)
  await expect(notice).toBeVisible()
  await quickPoints(page, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await notice.getByRole('button', { name: 'Închide mesajul' }).click()
  await expect(notice).toHaveCount(0)
})

test('edits that wait on a device that the browser may clear are said to be at risk', async ({ boot }) => {
  const { device, page } = await office(boot)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+1')
  const notice = noticeOf(page, '1 modificare este doar pe acest dispozitiv.')
  await expect(notice).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)
  await notice.getByRole('button', { name: 'Cere păstrarea datelor' }).click()
  await expect(notice).toContainText('Browserul nu a acceptat')
  await device.proxy.up()
  await expect(notice).toHaveCount(0, { timeout: 40_000 })
})

for (const [name, forbid] of [
  ['missing', () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined })],
  [
    'forbidden',
    () =>
      (IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }),
  ],
] as const) {
  test(`where storage is ${name} the screen says what to do instead`, async ({ boot }) => {
    const device = await boot('private window')
    const page = await device.open()
    await page.addInitScript(forbid)
    await page.reload()
    await signInByMail(page, 'viewer')
    const alert = page.getByRole('alert')
    await expect(alert).toContainText('Browserul nu lasă acest site să păstreze date')
    await expect(alert).toContainText('ieși din modul privat')
    await expectAccessible(page)
    // Where nothing can be kept, nobody stays signed in.
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Bun venit!' })).toBeVisible()
    expect(await page.evaluate(() => localStorage.getItem('punctaj.auth'))).toBeNull()
  })
}
