import { demoPeople } from '../../local/demo/people.ts'
import { seed } from '../bench/seed.ts'
import {
  enter,
  expectHome,
  expectPoints,
  openRoster,
  quickPoints,
  rowOf,
  sidebar,
  signInByMail,
} from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { endSessions, expectDatabases, expectNoTraces, loginTitle, signOut } from './support/identity.ts'
import { databasesOf, readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, hospital, police } from './support/world.ts'

const { admin } = demoPeople
/** What a sign-out must leave nowhere. */
const secrets = [admin.email, admin.name, ana.name, police.id, police.name]

test('a sign-out wipes the device, in every tab, and is known to the cloud', async ({ cloud, boot }) => {
  // Other devices' sessions are none of this one's business.
  await endSessions(cloud, admin.id)
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const other = await device.open()
  await expectHome(other)
  await signOut(page)
  for (const tab of [page, other]) {
    await expect(loginTitle(tab)).toBeVisible()
    await expect(tab).toHaveTitle('Punctaj')
    await expect(tab.getByRole('alert')).toHaveCount(0)
    await expect(tab).toHaveURL(({ pathname }) => pathname === '/')
  }
  await expectNoTraces(page, admin.id, ...secrets)
  expect(device.proxy.seen.filter(({ url }) => url.startsWith('/auth/v1/logout')).map(({ status }) => status)).toEqual([
    204,
  ])
  const sessions = await cloud.db(`select 1 from auth.refresh_tokens where user_id::text = $1 and not revoked`, [
    admin.id,
  ])
  expect(sessions).toEqual([])
  // The worker forgot the token: no poll comes any more.
  const since = Date.now()
  await page.waitForTimeout(3000)
  expect(device.proxy.count('poll', since)).toBe(0)
})

test('a download in flight writes nothing after the sign-out', async ({ cloud, boot }) => {
  const device = await boot('office')
  await seed(cloud, { cities: 2, institutions: 60, employees: 3000 })
  let release = () => {}
  const until = new Promise<void>((go) => (release = go))
  const hangs = device.proxy.rule('rpc:sync_pull', { is: 'hold', until })
  const page = await device.open()
  await signInByMail(page, 'admin')
  await hangs.hit()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Deconectare' }).click()
  await expect(loginTitle(page)).toBeVisible()
  release()
  hangs.end()
  await expectNoTraces(page, admin.id, ...secrets)
  await page.waitForTimeout(2000)
  expect(await databasesOf(page)).toEqual([])
})

test('a push, a poll and archives in flight bring nothing back', async ({ boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  let release = () => {}
  const until = new Promise<void>((go) => (release = go))
  const rules = (['poll', 'rpc:sync_push', 'rpc:archives_missing'] as const).map((call) =>
    device.proxy.rule(call, { is: 'hold', until }),
  )
  device.tolerated.push(/^sync (timeout|offline|cancelled|not_signed_in)$/)
  await quickPoints(page, ana.name, '+5')
  await Promise.all(rules.slice(0, 1).map((rule) => rule.hit()))
  await signOut(page)
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await faultsInBothThemes(page), 'the question').toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Renunță la ea și deconectează' }).click()
  await expect(loginTitle(page)).toBeVisible()
  await expectDatabases(page, [])
  release()
  for (const rule of rules) rule.end()
  await page.waitForTimeout(2000)
  await expectNoTraces(page, admin.id, ...secrets)
})

test('signing out works without a network, and after a kill at any moment nobody is shown', async ({ boot }) => {
  const device = await boot('field')
  await enter(device, 'admin')
  // Closed once in good order: the session is in the profile for good.
  await device.stop()
  await device.start()
  const page = await device.open()
  await openRoster(page, police.name)
  await device.proxy.down()
  await expect(page.getByText('Offline').first()).toBeVisible()
  await signOut(page)
  await expect(loginTitle(page)).toBeVisible()
  // At once, before the browser has written localStorage to the disk: only the mark in the database tells of the sign-out.
  await device.kill()
  await device.proxy.up()

  await device.start()
  const again = await device.open()
  await expect(loginTitle(again)).toBeVisible()
  await expect(rowOf(again, ana.name)).toHaveCount(0)
  await expectNoTraces(again, admin.id, ...secrets)
})

test('a sign-out that was cut off after the data were gone is finished by the next start', async ({ boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await page.goto('/health')
  // As a kill between the two steps leaves it: the database emptied and marked, the session still stored.
  await page.evaluate(async () => {
    const [{ name = '' } = {}] = (await indexedDB.databases()).filter((one) => one.name?.startsWith('punctaj:'))
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)))
    const db = await done(indexedDB.open(name))
    const names = [...db.objectStoreNames]
    const tx = db.transaction(names, 'readwrite')
    for (const store of names) tx.objectStore(store).clear()
    tx.objectStore('meta').put({ key: 'leaving', value: Date.now() })
    await new Promise((resolve) => tx.addEventListener('complete', resolve))
    db.close()
  })
  await page.goto('/')
  await expect(loginTitle(page)).toBeVisible()
  await expectNoTraces(page, admin.id, ...secrets)
})

test('whoever signs in next sees nothing of who was here before', async ({ cloud, boot }) => {
  await cloud.db(`insert into public.permissions (user_id, institution, capability) values ($1, $2, 'score')`, [
    demoPeople.nou.id,
    hospital.id,
  ])
  const device = await boot('shared')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await quickPoints(page, ana.name, '+5')
  await expectPoints(page, ana.name, ana.points + 5)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  const watching = await device.open()
  await expectHome(watching)
  await signOut(page)
  await expect(loginTitle(page)).toBeVisible()
  await signInByMail(page, 'nou')
  await expectHome(page)

  // The other tab follows to whoever is signed in now, without a click.
  for (const tab of [page, watching]) {
    await expect(tab.getByRole('grid', { name: hospital.name })).toBeVisible()
    await expect(sidebar(tab).getByRole('link', { name: police.name })).toHaveCount(0)
    await expect(tab.getByText(admin.name)).toHaveCount(0)
    await expect(tab).toHaveTitle(new RegExp(hospital.name))
  }
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('status').filter({ hasText: 'Anul' })).toHaveCount(0)
  await expectDatabases(page, [demoPeople.nou.id])
  const replica = await readReplica(page)
  expect(replica.user).toBe(demoPeople.nou.id)
  // The directory names all places; who works there and what is theirs is for those who may see it.
  for (const secret of [admin.email, admin.name, ana.name]) expect(JSON.stringify(replica)).not.toContain(secret)
  await page.goto(`/institution/${police.id}`)
  await expect(page.getByRole('heading', { name: 'Instituția nu este aici' })).toBeVisible()
})
