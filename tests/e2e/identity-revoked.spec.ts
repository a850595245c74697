import { readFile } from 'node:fs/promises'
import { demoPeople } from '../../local/demo/people.ts'
import { enter, expectHome, expectPoints, openRoster, quickPoints, rowOf, signInByMail } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { cloudPoints, expectCloudPoints } from './support/cloud-facts.ts'
import { endSessions, expectNoTraces, expireToken, loginTitle, traces } from './support/identity.ts'
import { personOf } from './support/person.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

const { admin } = demoPeople
const leftover = `Pe acest dispozitiv sunt 2 modificări netrimise ale utilizatorului ${admin.name}.`

test('when the cloud ends a session every tab is locked out with the reason, and the unsent edits wait for their person', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const other = await device.open()
  await expectHome(other)
  // A push that never arrives: the edits stay.
  const push = device.proxy.rule('rpc:sync_push', { is: 'reset' })
  device.tolerated.push(/^sync offline$/)
  await quickPoints(page, ana.name, '+5')
  await quickPoints(page, bogdan.name, '+1')
  await expectPoints(page, ana.name, ana.points + 5)
  expect((await readReplica(page)).outbox).toHaveLength(2)

  await endSessions(cloud, admin.id)
  // What the poll says when the hour of the token is over.
  const refused = device.proxy.rule('poll', { is: 'status', status: 401, body: '{"message":"JWT expired"}' })
  for (const tab of [page, other]) {
    await expect(loginTitle(tab)).toBeVisible()
    await expect(tab.getByRole('alert')).toContainText('Sesiunea s-a încheiat.')
    await expect(tab.getByText(leftover)).toBeVisible()
    await expect(tab).toHaveTitle('Punctaj')
  }
  expect(await faultsInBothThemes(page), 'edits left behind').toEqual([])
  refused.end()
  const replica = await readReplica(page)
  expect(replica.outbox).toHaveLength(2)
  for (const rows of [replica.leaves, replica.files, replica.drafts, replica.history, replica.sent, replica.logs])
    expect(rows).toEqual([])
  expect((await traces(page)).local).not.toContain(admin.email)

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Exportă' }).click()
  const file = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as { user: string; outbox: unknown[] }
  expect(file).toMatchObject({ format: 'punctaj-unsent', user: admin.id })
  expect(file.outbox).toHaveLength(2)

  push.end()
  await page.reload()
  await expect(page.getByText(leftover)).toBeVisible()
  await signInByMail(page, 'admin')
  await expectHome(page)
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
})

test('edits of a session that ended can be thrown away, after a question; then nothing of the person is left', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  device.proxy.rule('rpc:sync_push', { is: 'reset' })
  device.tolerated.push(/^sync offline$/)
  await quickPoints(page, ana.name, '+5')
  await quickPoints(page, ana.name, '+1')
  // Shown is written: a page that is left before has one edit fewer, and has not shown it.
  await expectPoints(page, ana.name, ana.points + 6)
  await endSessions(cloud, admin.id)
  await expireToken(page)
  await page.goto('/')
  await expect(page.getByText(leftover)).toBeVisible()

  // Somebody else on the same device does not see them, and their session does not end them.
  await signInByMail(page, 'viewer')
  await expectHome(page)
  await expectPoints(page, ana.name, ana.points)
  await expect(page.getByText(admin.name)).toHaveCount(0)
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points)
  await page.getByRole('button', { name: /^Contul/ }).click()
  await page.getByRole('menuitem', { name: 'Deconectare' }).click()
  await expect(page.getByText(leftover)).toBeVisible()

  await page.getByRole('button', { name: 'Șterge' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ștergi modificările netrimise?' })
  await expect(dialog).toBeVisible()
  expect(await faultsInBothThemes(page), 'the question').toEqual([])
  await dialog.getByRole('button', { name: 'Renunță', exact: true }).click()
  await expect(page.getByText(leftover)).toBeVisible()
  await page.getByRole('button', { name: 'Șterge' }).click()
  await dialog.getByRole('button', { name: 'Șterge' }).click()
  await expect(page.getByText(leftover)).toHaveCount(0)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expectNoTraces(page, admin.id, admin.name)
})

test('a person whose account is deleted is locked out within seconds, and leaves nothing', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await device.open()
  await page.getByRole('button', { name: 'Conectare cu Discord' }).click()
  await page.getByLabel('Sau un cont nou').fill('Vasile Trecător')
  await page.getByRole('button', { name: 'Autorizează' }).click()
  await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible({ timeout: 30_000 })
  const [found] = await cloud.db<{ id: string }>(`select id from public.profiles where name = 'Vasile Trecător'`)
  const user = found?.id ?? ''
  await (
    await personOf(cloud, 'superuser')
  ).rpc('set_permissions', { target: user, rows: [{ city: null, institution: null, capability: 'score' }] })
  await expectHome(page)
  await openRoster(page, police.name)
  await expect(rowOf(page, ana.name)).toBeVisible()

  await cloud.db('delete from auth.users where id = $1', [user])
  await expect(rowOf(page, ana.name)).toHaveCount(0, { timeout: 5000 })
  await expect(loginTitle(page)).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('Sesiunea s-a încheiat.')
  await expectNoTraces(page, user, ana.name)
})
