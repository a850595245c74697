import {
  adminPath,
  countLocks,
  enter,
  expectLocked,
  expectUnlocked,
  forceSync,
  lockOf,
  openRoster,
  rowOf,
  takeDownload,
} from './support/app.ts'
import { cloudHead, syncLog } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

test('a forced sync locks another device within about a second, though its data is the same, and says why', async ({
  cloud,
  boot,
}) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const admin = await enter(office, 'admin')
  const other = await enter(home, 'viewer')
  await openRoster(other, police.name)
  const before = await cloudHead(cloud)

  await admin.goto(adminPath)
  const locks = await countLocks(admin)
  await forceSync(admin, 'Curățăm datele de joi')
  await expectLocked(other)
  const locked = Date.now()
  await expect(lockOf(other)).toContainText('Curățăm datele de joi')
  await expect(lockOf(other)).toContainText('Ioana Admin')
  const asked = office.proxy.seen.find(({ call }) => call === 'rpc:force_sync')?.at ?? Number.NaN
  expect(locked - asked).toBeLessThan(2_000)
  expect(await cloudHead(cloud)).toEqual(before)

  await takeDownload(other)
  await expectUnlocked(other)
  await expectUnlocked(admin)
  expect(await locks()).toBe(0)
  await expect(rowOf(other, ana.name)).toBeVisible()
  const log = await syncLog(cloud)
  expect(log.filter(({ type }) => type === 'force_sync')).toMatchObject([{ status: 'success' }])
})

test('who is no admin finds no forced sync, and the server refuses it', async ({ cloud, boot }) => {
  const device = await boot('home')
  const page = await enter(device, 'viewer')
  const before = await readReplica(page)
  await page.goto(adminPath)
  await expect(page.getByRole('heading', { name: 'Acces refuzat' })).toBeVisible()
  await expect(page.getByRole('button', { name: '⚡ FORȚEAZĂ SINCRONIZARE CLOUD' })).toHaveCount(0)

  const viewer = await personOf(cloud, 'viewer')
  const { status, body } = await viewer.rpc<{ message: string }>('force_sync', {
    reason: 'de probă',
    device: before.meta.device,
  })
  expect({ refused: status >= 400, message: body.message }).toEqual({ refused: true, message: 'denied' })
  await device.proxy.rule('poll', { is: 'slow', ms: 0 }).hit(2)
  await expectUnlocked(page)
})
