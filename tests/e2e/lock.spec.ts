import type { Page } from '@playwright/test'
import {
  countLocks,
  enter,
  expectLocked,
  expectPoints,
  expectUnlocked,
  lockOf,
  openRoster,
  quickPoints,
  rowOf,
  takeDownload,
} from './support/app.ts'
import { awardAtCloud, cloudHead, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import type { Device } from './support/device.ts'
import { readReplica, rootOf, storedPoints } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, hospital, police } from './support/world.ts'

/** Signs in and opens the police's roster in three tabs. */
async function threeTabs(device: Device, who: 'admin' | 'superuser'): Promise<[Page, Page, Page]> {
  const first = await enter(device, who)
  await openRoster(first, police.name)
  const path = new URL(first.url()).pathname
  const [second, third] = [await device.open(path), await device.open(path)]
  await Promise.all([second, third].map((page) => expect(rowOf(page, ana.name)).toBeVisible()))
  return [first, second, third]
}

test('a change on one device locks all three tabs of the other, and one click unlocks all', async ({ cloud, boot }) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const [mine] = await threeTabs(office, 'admin')
  const theirs = await threeTabs(home, 'superuser')

  await quickPoints(mine, ana.name, '+5')
  await expectLocked(...theirs)
  await expect(lockOf(theirs[0])).toContainText('Ioana Admin')

  await takeDownload(theirs[1])
  await expectUnlocked(...theirs)
  for (const tab of theirs) await expectPoints(tab, ana.name, ana.points + 5)

  const head = await cloudHead(cloud)
  for (const tab of [mine, theirs[2]]) {
    const replica = await readReplica(tab)
    expect(replica.meta.head).toMatchObject(head)
    expect(rootOf(replica)).toBe(head.root)
  }
})

test('own points reach every own tab without a lock', async ({ cloud, boot }) => {
  const device = await boot('office')
  const tabs = await threeTabs(device, 'admin')
  const counts = await Promise.all(tabs.map(countLocks))

  await quickPoints(tabs[0], ana.name, '+5')
  for (const tab of tabs) await expectPoints(tab, ana.name, ana.points + 5)
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expect.poll(async () => (await readReplica(tabs[1])).meta.head?.version).toBe((await cloudHead(cloud)).version)
  expect((await readReplica(tabs[1])).outbox).toEqual([])

  // Three more polls have seen the head that the push made.
  await device.proxy.rule('poll', { is: 'slow', ms: 0 }).hit(3)
  expect(await Promise.all(counts.map((count) => count()))).toEqual([0, 0, 0])
})

test('nothing leads out of the lock but the download', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, hospital.name)
  await openRoster(page, police.name)
  const roster = page.url()
  await awardAtCloud(cloud, ana.id, 1)
  await expectLocked(page)

  await test.step('Escape and Tab', async () => {
    for (const key of ['Escape', 'Escape', 'Tab', 'Tab', 'Tab', 'Shift+Tab']) await page.keyboard.press(key)
    await expectLocked(page)
  })
  await test.step('focus moved by script', async () => {
    const inside = await page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLElement>('#app button, #app a, #app input')) one.focus()
      return (
        document.activeElement?.closest('[role="alertdialog"]') !== null || document.activeElement === document.body
      )
    })
    expect(inside).toBe(true)
  })
  await test.step('a click on what is behind it', async () => {
    const box = await rowOf(page, ana.name)
      .getByRole('button', { name: '+5', includeHidden: true })
      .first()
      .boundingBox()
    if (box) await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await expectLocked(page)
    expect((await readReplica(page)).outbox).toEqual([])
  })
  await test.step('back', async () => {
    await page.goBack()
    await expect(page).not.toHaveURL(roster)
    await expectLocked(page)
  })
  await test.step('reload', async () => {
    await page.reload()
    await expectLocked(page)
  })
  await test.step('a bookmark in a new tab', async () => {
    await expectLocked(await device.open(roster))
  })
  await test.step('the lock taken out of the page', async () => {
    await page.evaluate(() => document.querySelector('[role="alertdialog"]')?.remove())
    await page.reload()
    await expectLocked(page)
  })

  await takeDownload(page)
  await expectUnlocked(...device.tabs)
})

test('an edit that got past the locked page is refused where it would be written', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await awardAtCloud(cloud, bogdan.id, 1)
  await expectLocked(page)

  // A click by script reaches its handler even in an inert page.
  await page.evaluate((name) => {
    const row = [...document.querySelectorAll('tr')].find((one) => one.textContent.includes(name))
    const button = [...(row?.querySelectorAll('button') ?? [])].find((one) => one.textContent.trim() === '+5')
    if (button === undefined) throw new Error('no +5 in the row')
    button.click()
  }, ana.name)
  await device.proxy.rule('poll', { is: 'slow', ms: 0 }).hit(3)
  expect((await readReplica(page)).outbox).toEqual([])
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points)
  await expectLocked(page)
})

test('an edit that raced the lock is neither lost nor lets the tab out of it', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)

  let release = () => {}
  const held = device.proxy.rule('rpc:sync_push', { is: 'hold', until: new Promise<void>((go) => (release = go)) })
  await quickPoints(page, ana.name, '+5')
  await held.hit()
  await awardAtCloud(cloud, bogdan.id, 7)
  release()
  held.end()

  await expectLocked(page)
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  expect(storedPoints(await readReplica(page), ana.id)).toBe(ana.points)

  await takeDownload(page)
  await expectPoints(page, ana.name, ana.points + 5)
  await expectPoints(page, bogdan.name, bogdan.points + 7)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points + 5)
})
