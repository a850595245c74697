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
  takeDownload,
} from './support/app.ts'
import { awardAtCloud, cloudHead, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import { readReplica } from './support/replica.ts'
import { hearLock, manyTabs } from './support/tabs.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

const locks = ['punctaj:engine', 'punctaj:push', 'punctaj:archives', 'punctaj:token']

/** Takes every lock of the app in a tab, as one that was stopped in the middle of everything. */
const holdAll = (page: Page): Promise<void> =>
  page.evaluate(async (names) => {
    const forever = new Promise(() => undefined)
    for (const name of names) {
      await new Promise<void>((got) => {
        void navigator.locks.request(name, () => (got(), forever)).catch(() => undefined)
      })
    }
  }, locks)

const freeze = async (page: Page, state: 'frozen' | 'active'): Promise<void> => {
  const debug = await page.context().newCDPSession(page)
  await debug.send('Page.setWebLifecycleState', { state })
}

test('a tab that is frozen while it holds every lock holds nobody up', async ({ cloud, boot }) => {
  const device = await boot('office')
  const first = await enter(device, 'admin')
  await openRoster(first, police.name)
  const second = await device.open(new URL(first.url()).pathname)
  await expectPoints(second, ana.name, ana.points)
  await holdAll(first)
  await freeze(first, 'frozen')

  const from = Date.now()
  await awardAtCloud(cloud, bogdan.id, 7)
  await expect(lockOf(second)).toBeVisible({ timeout: 20_000 })
  test.info().annotations.push({ type: 'frozen', description: `${String(Date.now() - from)} ms` })
  await takeDownload(second)
  await quickPoints(second, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, ana.points + 5)

  // Thawed, it goes on with what it had begun: nothing of that counts.
  await freeze(first, 'active')
  await expectPoints(first, ana.name, ana.points + 5)
  await expectPoints(first, bogdan.name, bogdan.points + 7)
  await quickPoints(first, ana.name, '+1')
  await expectCloudPoints(cloud, ana.id, ana.points + 6)
})

test('a tab that hangs in a loop while it holds every lock holds nobody up', async ({ cloud, boot }) => {
  const device = await boot('office')
  const first = await enter(device, 'admin')
  await openRoster(first, police.name)
  const path = new URL(first.url()).pathname
  const hung = await device.open('/settings')
  await holdAll(hung)
  void hung
    .evaluate(() => {
      for (const end = Date.now() + 15_000; Date.now() < end;);
    })
    .catch(() => undefined)
  await quickPoints(first, ana.name, '+5')
  await expect.poll(() => cloudPoints(cloud, ana.id), { timeout: 30_000 }).toBe(ana.points + 5)
  expect(new URL(first.url()).pathname).toBe(path)
})

test('a tab that crashes in the middle of its step is not missed', async ({ cloud, boot }) => {
  const device = await boot('office')
  device.tolerated.push(/^crashed$/)
  const first = await enter(device, 'admin')
  await openRoster(first, police.name)
  const second = await device.open(new URL(first.url()).pathname)
  await expectPoints(second, ana.name, ana.points)
  await holdAll(first)
  const debug = await first.context().newCDPSession(first)
  void debug.send('Page.crash').catch(() => undefined)
  await awardAtCloud(cloud, bogdan.id, 7)
  const from = Date.now()
  await expectLocked(second)
  test.info().annotations.push({ type: 'crashed', description: `${String(Date.now() - from)} ms` })
})

test('while a push waits for its answer, what others change locks as fast as ever', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  let release = () => {}
  const held = device.proxy.rule('rpc:sync_push', { is: 'hold', until: new Promise<void>((go) => (release = go)) })
  await quickPoints(page, ana.name, '+5')
  await held.hit()
  const polls = device.proxy.count('poll')
  const from = Date.now()
  await awardAtCloud(cloud, bogdan.id, 7)
  await expect(lockOf(page)).toBeVisible({ timeout: 8000 })
  test.info().annotations.push({ type: 'lock under a push', description: `${String(Date.now() - from)} ms` })
  expect(device.proxy.count('poll')).toBeGreaterThan(polls)
  await takeDownload(page)
  release()
  held.end()
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  await expectPoints(page, ana.name, ana.points + 5)
  await expectPoints(page, bogdan.name, bogdan.points + 7)
})

test('own points do not lock on a network whose every answer is late', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const lockings = await countLocks(page)
  let release = () => {}
  const late = device.proxy.rule('rpc:sync_push', { is: 'late', until: new Promise<void>((go) => (release = go)) })
  const slow = device.proxy.rule('rpc:sync_delta', { is: 'slow', ms: 2500 })
  await quickPoints(page, ana.name, '+5')
  // The cloud has them, the device does not know: what it hears next is that the cloud has moved.
  await slow.hit()
  await quickPoints(page, bogdan.name, '+1')
  await expect.poll(async () => (await readReplica(page)).meta.head?.version).toBe((await cloudHead(cloud)).version)
  release()
  ;[late, slow].forEach((rule) => rule.end())
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  await expectPoints(page, ana.name, ana.points + 5)
  expect(await lockings()).toBe(0)
})

test('one poll locks twenty tabs: the last has heard of it before anybody asks the cloud again', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const first = await enter(device, 'admin')
  await openRoster(first, police.name)
  const tabs = await manyTabs(device, first, 20)
  const heard = await hearLock(tabs)
  await awardAtCloud(cloud, bogdan.id, 7)
  const times = await heard()
  await expectLocked(...tabs)
  const [begin = 0, end = 0] = [times.at(0), times.at(-1)]
  test.info().annotations.push({ type: 'broadcast', description: `first to 20th tab ${(end - begin).toFixed(1)} ms` })
  expect(device.proxy.seen.filter(({ call, at }) => call === 'poll' && at > begin && at < end)).toEqual([])
  await takeDownload(first)
  await expectUnlocked(...tabs)
})
