import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { enter, expectPoints, expectUnlocked, openRoster, quickPoints, workerReady } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { awardAtCloud, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import { dialogOf, editForm, field } from './support/forms.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

/** From now on the server has another release of the app: its worker differs, as `change` says. */
const release = (device: Device, change = (body: string) => `${body}\n// newer`) =>
  device.proxy.rule('worker', { is: 'change', change })

/** The browser looks for a newer worker, as it does by itself now and then. */
const lookForUpdate = (page: Page): Promise<void> =>
  page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()))

const note = (page: Page) => page.getByRole('status').filter({ hasText: 'Versiune nouă' })
const reload = (page: Page) => note(page).getByRole('button', { name: 'Reîncarcă' })

/** Marks the page as it is now; a reload forgets it. */
const mark = (page: Page): Promise<void> =>
  page.evaluate(() => void document.documentElement.setAttribute('data-old', ''))
const isMarked = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.hasAttribute('data-old')).catch(() => true)

const waiting = (page: Page): Promise<boolean> =>
  page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting)

async function twoTabs(device: Device): Promise<[Page, Page]> {
  const first = await enter(device, 'admin')
  await workerReady(first)
  await openRoster(first, police.name)
  const second = await device.open(new URL(first.url()).pathname)
  await expectPoints(second, ana.name, ana.points)
  return [first, second]
}

test('a new version waits for the push that is under way, and is offered to the other tab', async ({ cloud, boot }) => {
  const device = await boot('office')
  const [first, second] = await twoTabs(device)
  release(device)
  await lookForUpdate(first)
  await Promise.all([first, second].map((page) => expect(note(page)).toBeVisible()))
  expect(await faultsInBothThemes(first)).toEqual([])
  await Promise.all([first, second].map(mark))

  let answer = () => {}
  const held = device.proxy.rule('rpc:sync_push', { is: 'hold', until: new Promise<void>((go) => (answer = go)) })
  await quickPoints(second, ana.name, '+5')
  await held.hit()
  await reload(first).click()
  await expect(note(first)).toContainText('Se termină ce este pe drum')
  // Three polls later it still waits.
  await device.proxy.rule('poll', { is: 'slow', ms: 0 }).hit(3)
  expect([await isMarked(first), await waiting(first)]).toEqual([true, true])

  answer()
  held.end()
  await expect.poll(() => isMarked(first), { timeout: 20_000 }).toBe(false)
  await expectPoints(first, ana.name, ana.points + 5)
  expect(await isMarked(second)).toBe(true)
  await quickPoints(second, bogdan.name, '+1')
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)
  await reload(second).click()
  await expect.poll(() => isMarked(second), { timeout: 20_000 }).toBe(false)
  await expectPoints(second, bogdan.name, bogdan.points + 1)
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points + 5)
})

test('a form that is half filled when the new version comes in is back with all that was typed', async ({ boot }) => {
  const device = await boot('office')
  const [page] = await twoTabs(device)
  release(device)
  await lookForUpdate(page)
  await expect(note(page)).toBeVisible()
  await mark(page)
  let answer = () => {}
  const held = device.proxy.rule('rpc:sync_push', { is: 'hold', until: new Promise<void>((go) => (answer = go)) })
  await quickPoints(page, ana.name, '+5')
  await held.hit()
  await reload(page).click()
  await expect(note(page)).toContainText('Se termină ce este pe drum')
  // While it waits, the work goes on.
  await editForm(page, bogdan.name)
  await field(page, 'Discord').fill('bogdan.nou')
  await field(page, 'Nume').press('End')
  await page.keyboard.type(' jr.')
  answer()
  held.end()

  await expect.poll(() => isMarked(page), { timeout: 20_000 }).toBe(false)
  await expect(field(page, 'Nume')).toHaveValue(`${bogdan.name} jr.`)
  await expect(field(page, 'Discord')).toHaveValue('bogdan.nou')
  expect(await waiting(page)).toBe(false)
  await dialogOf(page).getByRole('button', { name: 'Salvează' }).click()
  await expectPoints(page, `${bogdan.name} jr.`, bogdan.points)
})

test('whoever waits for a lock while the new version comes in does not keep it out', async ({ cloud, boot }) => {
  const device = await boot('office')
  const [page] = await twoTabs(device)
  release(device)
  await lookForUpdate(page)
  await expect(note(page)).toBeVisible()
  await mark(page)
  let answer = () => {}
  const held = device.proxy.rule('rpc:sync_push', { is: 'hold', until: new Promise<void>((go) => (answer = go)) })
  await quickPoints(page, ana.name, '+5')
  await held.hit()
  await reload(page).click()
  await expect(note(page)).toContainText('Se termină ce este pe drum')
  // A tab that heard nothing from the busy worker in time takes its lock away: the new version goes on before the push has ended.
  await page.evaluate(() => navigator.locks.request('punctaj:push', { steal: true }, () => undefined))
  await quickPoints(page, bogdan.name, '+1')
  answer()
  held.end()

  await expect.poll(() => isMarked(page), { timeout: 20_000 }).toBe(false)
  await Promise.all([
    expectCloudPoints(cloud, ana.id, ana.points + 5),
    expectCloudPoints(cloud, bogdan.id, bogdan.points + 1),
  ])
  await expectPoints(page, bogdan.name, bogdan.points + 1)
})

test('a worker that speaks another language is left alone: the old tab runs the engine itself', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const [first, second] = await twoTabs(device)
  let changed = 0
  release(device, (body) => {
    const [, version = 'none'] = /=>\(\{punctaj:(\w+)/.exec(body) ?? []
    return body.replace(`${version}=1,`, () => {
      changed += 1
      return `${version}=2,`
    })
  })
  await lookForUpdate(first)
  await expect(note(second)).toBeVisible()
  expect(changed).toBeGreaterThan(0)
  await reload(first).click()
  await expect.poll(() => waiting(second), { timeout: 20_000 }).toBe(false)
  await expectPoints(first, ana.name, ana.points)
  await quickPoints(second, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await awardAtCloud(cloud, bogdan.id, 3)
  await expect(first.getByRole('alertdialog')).toBeVisible({ timeout: 15_000 })
})

test('a database of a newer app: said plainly in every tab, nothing lost, the edits as a file', async ({ boot }) => {
  const device = await boot('office')
  const [first, second] = await twoTabs(device)
  device.tolerated.push(/client_too_old|VersionError|wants to upgrade|^sync offline$/)
  const held = device.proxy.rule('rpc:sync_push', { is: 'reset' })
  await quickPoints(first, ana.name, '+5')
  await held.hit()
  const { user } = await readReplica(first)
  await first.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(name, 1000)
        request.onerror = () => reject(new Error('upgrade'))
        request.onsuccess = () => {
          request.result.close()
          resolve()
        }
      }),
    `punctaj:${user}`,
  )
  const title = (page: Page) => page.getByRole('heading', { name: 'Este nevoie de o versiune mai nouă.' })
  await Promise.all([first, second].map((page) => expect(title(page)).toBeVisible({ timeout: 15_000 })))
  await second.reload()
  await expect(title(second)).toBeVisible()

  const saving = second.waitForEvent('download')
  await second.getByRole('button', { name: 'Exportă modificările netrimise' }).click()
  const file = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as { outbox: { op: object }[] }
  expect(file).toMatchObject({ format: 'punctaj-unsent', version: 1, user })
  expect(file.outbox.map(({ op }) => op)).toMatchObject([{ kind: 'points.add', delta: 5, employees: [ana.id] }])

  await second.getByRole('button', { name: 'Actualizează aplicația' }).click()
  await expect(second.getByText('Versiunea nouă nu s-a găsit încă.')).toBeVisible()
  await expect(second.getByRole('region', { name: 'Mesaje' })).not.toContainText('Ce scrii aici')
  expect(await faultsInBothThemes(second)).toEqual([])
  expect((await readReplica(second)).outbox).toHaveLength(1)
})

const demand = async (cloud: Cloud, oldest: number): Promise<void> => {
  await (await personOf(cloud, 'superuser')).rpc('settings_set', { patch: { min_client: oldest } })
}

test('a cloud that demands a newer app gets no edits and gives none, until it does not any more', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const [page] = await twoTabs(device)
  const banner = page.getByRole('status').filter({ hasText: 'Este nevoie de o versiune mai nouă.' })
  try {
    await demand(cloud, 2)
    await expect(banner).toBeVisible()
    const from = Date.now()
    await quickPoints(page, ana.name, '+5')
    await awardAtCloud(cloud, bogdan.id, 7)
    await expectPoints(page, ana.name, ana.points + 5)
    await device.proxy.rule('poll', { is: 'slow', ms: 0 }).hit(4)
    await expectUnlocked(page)
    expect(
      ['rpc:sync_push', 'rpc:sync_delta', 'rpc:sync_pull'].map((call) => device.proxy.count(call as 'poll', from)),
    ).toEqual([0, 0, 0])
    expect((await readReplica(page)).outbox).toHaveLength(1)
    const saving = page.waitForEvent('download')
    await banner.getByRole('button', { name: 'Exportă modificările netrimise' }).click()
    expect(await readFile(await (await saving).path(), 'utf8')).toContain(ana.id)
    await banner.getByRole('button', { name: 'Actualizează aplicația' }).click()
    await expect(banner).toContainText('Versiunea nouă nu s-a găsit încă.')
    expect(await faultsInBothThemes(page)).toEqual([])
  } finally {
    await demand(cloud, 1)
  }
  await expect(banner).toHaveCount(0)
  await page.getByRole('alertdialog').getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' }).click()
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expectPoints(page, bogdan.name, bogdan.points + 7)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
})
