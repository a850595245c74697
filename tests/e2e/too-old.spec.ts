import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { expectPoints, expectUnlocked, quickPoints } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { awardAtCloud, expectCloudPoints } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { twoTabs } from './support/twoTabs.ts'
import { ana, bogdan } from './support/world.ts'

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
