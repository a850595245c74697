import type { Page } from '@playwright/test'
import { enter, expectPoints, quickPoints } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { awardAtCloud, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import { dialogOf, editForm, field } from './support/forms.ts'
import { expect, test } from './support/test.ts'
import { twoTabs } from './support/twoTabs.ts'
import { ana, bogdan } from './support/world.ts'

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

/** Takes about two seconds; an old worker that was started again would stay for minutes. */
const expectReloaded = (page: Page): Promise<void> => expect.poll(() => isMarked(page), { timeout: 20_000 }).toBe(false)

const waiting = (page: Page): Promise<boolean> =>
  page.evaluate(async () => !!(await navigator.serviceWorker.getRegistration())?.waiting)

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
  await expectReloaded(first)
  await expectPoints(first, ana.name, ana.points + 5)
  expect(await isMarked(second)).toBe(true)
  await quickPoints(second, bogdan.name, '+1')
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)
  await reload(second).click()
  await expectReloaded(second)
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

  await expectReloaded(page)
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

  await expectReloaded(page)
  await Promise.all([
    expectCloudPoints(cloud, ana.id, ana.points + 5),
    expectCloudPoints(cloud, bogdan.id, bogdan.points + 1),
  ])
  await expectPoints(page, bogdan.name, bogdan.points + 1)
})

test('a new version that does not hear the first word takes over with the next', async ({ boot }) => {
  const device = await boot('office')
  const [page] = await twoTabs(device)
  // As when the browser ends the waiting worker in the middle of it.
  const deafOnce = `self.addEventListener('message', function deaf(event) {
    if (event.data !== 'punctaj:take-over') return
    event.stopImmediatePropagation()
    self.removeEventListener('message', deaf)
  });\n`
  release(device, (body) => `${deafOnce}${body}`)
  await lookForUpdate(page)
  await expect(note(page)).toBeVisible()
  await mark(page)
  await reload(page).click()
  await expectReloaded(page)
  await expectPoints(page, ana.name, ana.points)
  expect(await waiting(page)).toBe(false)
})

test('while a new worker takes over, a page neither ticks nor asks, and goes on afterwards', async ({ boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await page.evaluate(() =>
    navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: 'punctaj:stand-still' })),
  )
  const from = Date.now()
  const asked = () => device.proxy.seen.map(({ at }) => at - from)
  await expect.poll(() => asked().some((at) => at > 2800)).toBe(true)
  // What was on its way may still come.
  expect(asked().filter((at) => at > 1000 && at < 2800)).toEqual([])
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
