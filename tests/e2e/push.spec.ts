import type { CDPSession, Page } from '@playwright/test'
import { countLocks, enter, expectPoints, lockOf, openRoster, quickPoints, workerReady } from './support/app.ts'
import { awardAtCloud, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import { readReplica } from './support/replica.ts'
import { manyTabs } from './support/tabs.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

const opsOf = (sent: string): string[] => (JSON.parse(sent) as { ops: { id: string }[] }).ops.map(({ id }) => id)

test('twenty tabs and the worker push one at a time, each edit once', async ({ cloud, boot }) => {
  test.setTimeout(300_000) // twenty pages share the processor with their cloud
  const device = await boot('office')
  const first = await enter(device, 'admin')
  await openRoster(first, police.name)
  const tabs = await manyTabs(device, first, 20)
  // Slow answers, so that what could overlap does.
  const slow = device.proxy.rule('rpc:sync_push', { is: 'slow', ms: 700 })
  for (let round = 0; round < 2; round++) {
    for (const [i, tab] of tabs.entries()) {
      await quickPoints(tab, [ana, bogdan, carmen][i % 3]?.name ?? '', '+1')
    }
  }
  const total = async () =>
    (await Promise.all([ana, bogdan, carmen].map(({ id }) => cloudPoints(cloud, id)))).reduce(
      (sum, one) => sum + one,
      0,
    )
  await expect.poll(total, { timeout: 60_000 }).toBe(ana.points + bogdan.points + carmen.points + 40)
  await expect.poll(async () => (await readReplica(first)).outbox).toEqual([])
  slow.end()

  const pushes = device.proxy.seen.filter(({ call }) => call === 'rpc:sync_push').sort((a, b) => a.at - b.at)
  const overlaps = pushes.filter((push, i) => i > 0 && push.at < (pushes[i - 1]?.until ?? Infinity))
  expect(overlaps).toEqual([])
  const ids = pushes.flatMap(({ sent }) => opsOf(sent))
  expect(new Set(ids).size).toBe(ids.length)
  expect(pushes.length).toBeLessThan(40)
})

test('a browser killed between the commit and its answer counts the edit once', async ({ cloud, boot }) => {
  const device = await boot('office')
  await enter(device, 'admin')
  // What Chromium has in localStorage, the session too, is on the disk only some seconds later, or after a good end.
  await device.stop()
  await device.start()
  const page = await device.open()
  await openRoster(page, police.name)
  const late = device.proxy.rule('rpc:sync_push', { is: 'late', until: new Promise(() => undefined) })
  await quickPoints(page, ana.name, '+5')
  await late.hit()
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await device.kill()
  late.end()

  // Whoever starts now remembers no push, and hears late that the change is its own.
  const slow = device.proxy.rule('rpc:sync_delta', { is: 'slow', ms: 2500 })
  await device.start()
  const again = await device.open(new URL(page.url()).pathname)
  const lockings = await countLocks(again)
  await slow.hit()
  await expectPoints(again, ana.name, ana.points + 5)
  await expect.poll(async () => (await readReplica(again)).outbox, { timeout: 20_000 }).toEqual([])
  slow.end()
  expect(await lockings()).toBe(0)
  const entries = await cloud.db('select 1 from public.point_entries where employee = $1', [ana.id])
  expect(entries).toHaveLength(1)
})

for (const status of [400, 413]) {
  test(`a batch that is refused with ${String(status)} is halved: the good edits arrive, the bad one waits for a person`, async ({
    cloud,
    boot,
  }) => {
    const device = await boot('office')
    device.tolerated.push(/^sync offline$/)
    const page = await enter(device, 'admin')
    await workerReady(page)
    await openRoster(page, police.name)
    await device.proxy.down()
    for (const { name } of [ana, bogdan, carmen]) await quickPoints(page, name, '+5')
    await quickPoints(page, ana.name, '+1')
    await expect.poll(async () => (await readReplica(page)).outbox).toHaveLength(4)
    const sizes: [ops: number, status: number | null][] = []
    const judge = (sent: string): number | null => {
      const ops = opsOf(sent).length
      const answer = ops > 1 || sent.includes(bogdan.id) ? status : null
      sizes.push([ops, answer])
      return answer
    }
    device.proxy.rule('rpc:sync_push', { is: 'judge', judge })
    await device.proxy.up()

    await expectCloudPoints(cloud, ana.id, ana.points + 6)
    await expectCloudPoints(cloud, carmen.id, carmen.points + 5)
    await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
    expect(sizes).toEqual([
      [4, status],
      [2, status],
      [1, null],
      [1, status],
      [2, status],
      [1, null],
      [1, null],
    ])
    await page.getByRole('link', { name: /De rezolvat/ }).click()
    await expect(page.getByRole('article')).toHaveCount(1)
    await expect(page.getByRole('article')).toContainText(bogdan.name)
    await expect(page.getByRole('article')).toContainText('+5')
    expect(await cloudPoints(cloud, bogdan.id)).toBe(bogdan.points)
  })
}

/** Fires a Background Sync by hand, as the browser does when the network is back. */
async function fireSync(debug: CDPSession, origin: string): Promise<void> {
  const found = new Promise<string>((resolve) => {
    debug.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL, isDeleted }) => scopeURL.startsWith(origin) && !isDeleted)
      if (ours) resolve(ours.registrationId)
    })
  })
  await debug.send('ServiceWorker.enable')
  const registrationId = await found
  await debug.send('ServiceWorker.dispatchSyncEvent', {
    origin,
    registrationId,
    tag: 'punctaj-push',
    lastChance: false,
  })
}

test('edits that were unsent when the last page went away are pushed by the worker alone', async ({ cloud, boot }) => {
  const device = await boot('tablet')
  device.tolerated.push(/offline|edits are left/)
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  // A worker whose files are still on their way would be gone with the network.
  await workerReady(page)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await expect.poll(async () => (await readReplica(page)).meta.access?.user, { timeout: 20_000 }).toBeDefined()
  const access = (await readReplica(page)).meta.access
  expect(Object.keys(access ?? {}).sort()).toEqual(['accessToken', 'expiresAt', 'key', 'url', 'user'])
  const blank = await page.context().newPage()
  await page.close()
  await device.proxy.up()
  const debug = await blank.context().newCDPSession(blank)
  await fireSync(debug, device.proxy.url)
  await expect.poll(() => cloudPoints(cloud, ana.id), { timeout: 20_000 }).toBe(ana.points + 5)

  const again = await device.open('/')
  await openRoster(again, police.name)
  await expectPoints(again, ana.name, ana.points + 5)
  const replica = await readReplica(again)
  expect(replica.outbox).toEqual([])
  expect(replica.meta.access).toBeUndefined()
})

const goBack = (page: Page): Promise<void> => page.evaluate(() => void setTimeout(() => history.back()))

test('a page that comes back out of the back-forward cache is current before the first edit', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const home = page.url()
  await page.evaluate(() =>
    addEventListener('pageshow', (event) =>
      document.documentElement.setAttribute('data-kept', String(event.persisted)),
    ),
  )
  await page.goto(`${cloud.url.replace('127.0.0.1', 'localhost')}/health`)
  await awardAtCloud(cloud, bogdan.id, 7)
  await goBack(page)
  await expect.poll(() => page.url()).toBe(home)
  const from = Date.now()
  await expect(lockOf(page)).toBeVisible()
  const kept = await page.evaluate(() => document.documentElement.getAttribute('data-kept'))
  test.info().annotations.push({ type: 'back', description: `kept ${String(kept)}, ${String(Date.now() - from)} ms` })
})
