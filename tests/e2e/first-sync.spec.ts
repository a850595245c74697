import {
  enter,
  expectHome,
  expectPoints,
  lockOf,
  openRoster,
  signInByDiscord,
  signInByMail,
  workerReady,
} from './support/app.ts'
import { cloudHead } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { readReplica, rootOf } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, iasi, police } from './support/world.ts'

test('a person signs in with Discord and takes the first verified download', async ({ cloud, boot }) => {
  const device = await boot('tablet')
  const page = await device.open()
  await signInByDiscord(page, 'admin')
  await expectHome(page)
  await openRoster(page, police.name)
  await expectPoints(page, ana.name, ana.points)

  const replica = await readReplica(page)
  const head = await cloudHead(cloud)
  expect(replica.meta.head).toMatchObject(head)
  expect(rootOf(replica)).toBe(head.root)
})

test('the page does not go blank between the lock and what it shows', async ({ boot }) => {
  const page = await (await boot('tablet')).open()
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      const lock = document.querySelector('[role=alertdialog]') ? 'lock' : 'no lock'
      const shell = document.querySelector('.shell')
      const now = `${lock}, ${!shell ? 'no page' : shell.classList.contains('unseen') ? 'blank page' : 'page'}`
      if (seen.at(-1) !== now) seen.push(now)
    }).observe(document, { attributes: true, childList: true, subtree: true })
  })
  await signInByMail(page, 'admin')
  await expectHome(page)
  await expect(lockOf(page)).toHaveCount(0)
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)
  expect(seen).toContain('lock, page')
  expect(seen.slice(seen.indexOf('lock, page'))).toEqual(['lock, page', 'no lock, page'])
})

test('a person without access sees the waiting page, and is let in live once somebody grants it', async ({
  cloud,
  boot,
}) => {
  const device = await boot('new laptop')
  const page = await device.open()
  await signInByMail(page, 'nou')
  await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible()
  await expect(page.getByText('745281906354728576')).toBeVisible()
  expect((await readReplica(page)).leaves.filter(({ key }) => !key.startsWith('me:'))).toEqual([])

  const superuser = await personOf(cloud, 'superuser')
  const nou = await personOf(cloud, 'nou')
  const rows = [{ city: iasi.id, institution: null, capability: 'view' }]
  expect((await superuser.rpc('set_permissions', { target: nou.id, rows })).status).toBe(200)

  await openRoster(page, police.name)
  await expectPoints(page, ana.name, ana.points)
  await expect(lockOf(page)).toHaveCount(0)
})

test('after a reload without a network the app and its data are there', async ({ boot }) => {
  const device = await boot('tablet')
  const page = await enter(device, 'viewer')
  await openRoster(page, police.name)
  await workerReady(page)

  await device.proxy.down()
  await page.reload()
  await expectPoints(page, ana.name, ana.points)
  await expect(lockOf(page)).toHaveCount(0)
  await device.stop()
  await device.start()
  const later = await device.open()
  await openRoster(later, police.name)
  await expectPoints(later, ana.name, ana.points)
})
