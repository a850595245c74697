import { seed } from '../bench/seed.ts'
import {
  countLocks,
  downloadButton,
  enter,
  expectHome,
  expectLocked,
  expectPoints,
  expectUnlocked,
  lockOf,
  openRoster,
  quickPoints,
} from './support/app.ts'
import { awardAtCloud, cloudHead, cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import { readReplica, rootOf } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

test('a browser killed in the middle of a download goes on where it was', async ({ cloud, boot }) => {
  const device = await boot('tablet')
  await enter(device, 'viewer')
  // Closed once in good order: the session is in the profile for good.
  await device.stop()
  await device.start()
  const page = await device.open()
  await expectHome(page)
  let release = () => {}
  const until = new Promise<void>((go) => (release = go))
  // The first pull arrives; what follows hangs.
  const first = device.proxy.rule('rpc:sync_pull', { is: 'slow', ms: 0 }, 1)
  const hangs = device.proxy.rule('rpc:sync_pull', { is: 'hold', until })
  const before = (await readReplica(page)).leaves.length
  await seed(cloud, { cities: 5, institutions: 300, employees: 15_000 })
  await expectLocked(page)
  await downloadButton(page).click()
  await Promise.all([first.hit(), hangs.hit()])
  await expect.poll(async () => (await readReplica(page)).leaves.length).toBeGreaterThan(before + 50)
  const held = (await readReplica(page)).leaves.map(({ hash }) => hash)
  await device.kill()
  release()
  hangs.end()

  await device.start()
  const again = await device.open()
  const pulled: string[] = []
  device.proxy.rule('rpc:sync_pull', {
    is: 'change',
    change: (body) => {
      pulled.push(...(JSON.parse(body) as { hash: string }[]).map(({ hash }) => hash))
      return body
    },
  })
  await expectLocked(again)
  await downloadButton(again).or(again.getByRole('grid')).first().waitFor()
  if (await downloadButton(again).isVisible()) await downloadButton(again).click()
  await expectUnlocked(again)
  const replica = await readReplica(again)
  expect(rootOf(replica)).toBe((await cloudHead(cloud)).root)
  expect(pulled.filter((hash) => held.includes(hash))).toEqual([])
})

test('twenty seconds without a server: no lock, nothing lost, and what was edited meanwhile arrives once', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const locks = await countLocks(page)

  await device.proxy.down()
  const back = new Promise((resolve) => setTimeout(resolve, 20_000))
  await quickPoints(page, ana.name, '+5')
  await quickPoints(page, ana.name, '+1')
  await quickPoints(page, bogdan.name, '+1')
  await expectPoints(page, ana.name, ana.points + 6)
  await back
  await expectPoints(page, ana.name, ana.points + 6)
  await expectPoints(page, bogdan.name, bogdan.points + 1)
  expect(await locks()).toBe(0)
  expect((await readReplica(page)).outbox).not.toEqual([])

  await device.proxy.up()
  await expect.poll(async () => (await readReplica(page)).outbox, { timeout: 40_000 }).toEqual([])
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points + 6)
  expect(await cloudPoints(cloud, bogdan.id)).toBe(bogdan.points + 1)
  const entries = await cloud.db('select 1 from public.point_entries where employee = any($1)', [[ana.id, bogdan.id]])
  expect(entries).toHaveLength(3)
  expect(await locks()).toBe(0)
})

test('what somebody else changed while the server was away locks once it is back', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'viewer')
  await openRoster(page, police.name)
  await device.proxy.down()
  await awardAtCloud(cloud, ana.id, 3)
  await expectUnlocked(page)
  await device.proxy.up()
  await expect(lockOf(page)).toBeVisible({ timeout: 40_000 })
  await expectLocked(page)
  await downloadButton(page).click()
  await expectPoints(page, ana.name, ana.points + 3)
})

test('when the answer to a push is lost after the server has committed, nothing is doubled', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const locks = await countLocks(page)
  device.tolerated.push(/^sync offline$/)
  const lost = device.proxy.rule('rpc:sync_push', { is: 'lost' }, 1)
  await quickPoints(page, ana.name, '+5')
  await lost.hit()
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expectPoints(page, ana.name, ana.points + 5)

  // The next delta says that nobody else moved the cloud: the op is in it, and nothing locks.
  await expect.poll(async () => (await readReplica(page)).outbox, { timeout: 30_000 }).toEqual([])
  expect(await locks()).toBe(0)
  await expectPoints(page, ana.name, ana.points + 5)
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points + 5)
  const entries = await cloud.db('select 1 from public.point_entries where employee = $1', [ana.id])
  expect(entries).toHaveLength(1)
})
