import { downloadButton, enter, expectLocked, expectUnlocked, lockOf, openRoster, takeDownload } from './support/app.ts'
import { awardAtCloud, syncLog } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

test('the log has each sync once', async ({ cloud, boot }) => {
  const viewer = await personOf(cloud, 'viewer')
  const device = await boot('home')
  const page = await enter(device, 'viewer')
  await openRoster(page, police.name)
  const mine = async () => (await syncLog(cloud)).filter(({ user }) => user === viewer.id)
  await expect.poll(mine, { timeout: 15_000 }).toMatchObject([{ type: 'download', status: 'success' }])

  for (const n of [2, 3]) {
    await awardAtCloud(cloud, ana.id, 1)
    await expectLocked(page)
    await takeDownload(page)
    await expect.poll(mine, { timeout: 15_000 }).toHaveLength(n)
  }
  await device.proxy.rule('poll', { is: 'slow', ms: 0 }).hit(5)
  expect(await mine()).toMatchObject(Array.from({ length: 3 }, () => ({ type: 'download', status: 'success' })))
  expect((await mine()).every(({ items }) => items > 0)).toBe(true)
})

test('a failure while offline is in the log once the device is back', async ({ cloud, boot }) => {
  const viewer = await personOf(cloud, 'viewer')
  const device = await boot('home')
  const page = await enter(device, 'viewer')
  await openRoster(page, police.name)
  device.tolerated.push(/^resync /)
  // Nothing is prefetched, so that the click has something to fetch.
  const broken = [
    device.proxy.rule('rpc:sync_delta', { is: 'reset' }),
    device.proxy.rule('rpc:sync_pull', { is: 'reset' }),
  ]
  await awardAtCloud(cloud, ana.id, 1)
  await expectLocked(page)
  await device.proxy.down()
  await downloadButton(page).click()
  await expect(lockOf(page).getByRole('alert')).toBeVisible()

  for (const rule of broken) rule.end()
  await device.proxy.up()
  await expect
    .poll(async () => (await syncLog(cloud)).filter(({ user, status }) => user === viewer.id && status === 'failed'), {
      timeout: 40_000,
    })
    .toMatchObject([{ type: 'download', error: expect.stringMatching(/.+/) as unknown }])
  await lockOf(page).getByRole('button', { name: 'Încearcă din nou' }).click()
  await expectUnlocked(page)
})
