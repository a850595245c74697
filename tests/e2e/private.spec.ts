import { expectHome, expectPoints, openRoster, quickPoints, signInByMail } from './support/app.ts'
import { expectCloudPoints } from './support/cloud-facts.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

test('in a private window the app works as long as it is open', async ({ cloud, browser }) => {
  // Such a context keeps nothing on the disk, as an incognito window; all other tests run on profiles of their own on the disk.
  const context = await browser.newContext({ baseURL: cloud.url })
  const page = await context.newPage()
  await page.goto('/')
  await signInByMail(page, 'admin')
  await expectHome(page)
  await openRoster(page, police.name)
  await quickPoints(page, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  await page.reload()
  await expectPoints(page, ana.name, ana.points + 5)
  await context.close()
})
