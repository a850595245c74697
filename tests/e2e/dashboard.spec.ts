import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { adminPath, enter, expectLocked, expectUnlocked, forceSync, openRoster, takeDownload } from './support/app.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { simulateDevices } from './support/many.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

const devices = (page: Page) => page.getByRole('region', { name: 'Dispozitive', exact: true })
const rows = (page: Page) => devices(page).locator('tbody tr')
const count = (page: Page, label: string) =>
  page.getByRole('group', { name: 'Dispozitive după stare' }).getByRole('button', { name: label })
const progress = (page: Page) => page.getByRole('region', { name: 'Ultima sincronizare forțată' })

test.afterEach(async ({ cloud }) => {
  await cloud.db(`delete from auth.users where email like 'simulat%@punctaj.local'`)
})

test('500 devices are counted by their state, found by name, and shown a hundred at a time', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await simulateDevices(cloud, 500)
  await page.goto(adminPath)
  await expect(count(page, 'în total')).toHaveText(/^49\d în total$/, { timeout: 30_000 })
  await expect(count(page, 'în urmă')).toHaveText('20 în urmă')
  await expect(count(page, 'blocate')).toHaveText('5 blocate')
  await expect(count(page, 'descarcă')).toHaveText('3 descarcă')
  await expect(count(page, 'cu descărcarea eșuată')).toHaveText('1 cu descărcarea eșuată')
  await expect(count(page, 'cu aplicația veche')).toHaveText('1 cu aplicația veche')
  await expect(count(page, 'offline')).toHaveText('20 offline')
  await expect(page.getByText('10 dispozitive nevăzute de peste două săptămâni')).toBeVisible()
  await expect(rows(page)).toHaveCount(100)

  await count(page, 'în urmă').click()
  await expect(rows(page)).toHaveCount(20)
  await expect(rows(page).first()).toContainText('în urmă cu 1 versiune')
  await expect(rows(page).last()).toContainText('în urmă cu 20 de versiuni')
  await count(page, 'în total').click()
  await page.getByRole('searchbox', { name: 'Caută după nume sau dispozitiv' }).fill('simulat 007')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('Simulat 007')

  // The first answer has all of them, every other one only those that have said something since.
  const answers = () => device.proxy.seen.filter(({ call, status }) => call === 'rpc:devices_watch' && status === 200)
  await expect.poll(() => answers().length, { timeout: 30_000 }).toBeGreaterThan(1)
  expect(answers()[0]?.sent).toBe('{"since":null}')
  expect(JSON.parse(answers().at(-1)?.sent ?? '{}')).toEqual({ since: expect.any(Number) as unknown })
})

test('a report that arrives moves its device to its new state', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await page.goto(adminPath)
  const viewer = await personOf(cloud, 'viewer')
  const [device, head] = [
    randomUUID(),
    await cloud.db<{ version: number; nonce: string }>(
      `select g.version::int as version, f.data_hash as nonce from public.sync_metadata g, public.sync_metadata f
      where g.sync_key = 'global_version' and f.sync_key = 'force_sync'`,
    ),
  ]
  const report = (info: object) =>
    viewer.rpc('report_device', { device, info: { ...head[0], epoch: 0, app: '1.0.0', ...info } })
  const row = rows(page).filter({ hasText: device.slice(0, 8) })
  await report({ state: 'outdated', unsent: 2, tray: 1 })
  await expect(row).toContainText('așteaptă o versiune nouă a aplicației')
  await report({ state: 'synced' })
  await expect(row).toContainText('la zi')
  await report({ state: 'synced', version: Number(head[0]?.version) - 1 })
  await expect(row).toContainText('în urmă cu 1 versiune')
})

test('the progress of a force is the same after a reload and for another admin, and ends with the last device', async ({
  cloud,
  boot,
}) => {
  await cloud.db('delete from public.devices')
  const [office, home] = [await boot('office'), await boot('home')]
  const admin = await enter(office, 'admin')
  const other = await enter(home, 'superuser')
  await openRoster(other, police.name)
  await admin.goto(adminPath)
  await expect(count(admin, 'la zi')).toHaveText('2 la zi', { timeout: 30_000 })

  await admin.getByLabel('Motiv').fill('Curățăm datele')
  await admin.getByRole('button', { name: '⚡ FORȚEAZĂ SINCRONIZARE CLOUD' }).click()
  const dialog = admin.getByRole('dialog')
  await expect(dialog.getByRole('figure')).toContainText('Curățăm datele')
  await expect(dialog.getByRole('figure')).toContainText('Ioana Admin')
  await dialog.getByRole('button', { name: 'Renunță' }).click()
  await admin.getByLabel('Motiv').fill('')
  await forceSync(admin, 'Curățăm datele')

  await expectLocked(other)
  await expect(progress(admin)).toContainText('1 din 2 dispozitive au descărcat.', { timeout: 30_000 })
  await expect(progress(admin)).toContainText('1 dispozitiv deschis nu a descărcat încă:')
  await expect(count(admin, 'blocate')).toHaveText('1 blocate', { timeout: 30_000 })
  await admin.reload()
  await expect(progress(admin)).toContainText('1 din 2 dispozitive au descărcat.')
  await expect(progress(admin)).toContainText('Cerută de Ioana Admin')
  await expect(progress(admin)).toContainText('Curățăm datele')

  await takeDownload(other)
  await expect(progress(admin)).toContainText('2 din 2 dispozitive au descărcat.', { timeout: 30_000 })
  await other.goto(adminPath)
  await expect(progress(other)).toContainText('2 din 2 dispozitive au descărcat.')
})

test('another policy is chosen with a confirmation, is in the journal, and is what a device does from then on', async ({
  cloud,
  boot,
}) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const admin = await enter(office, 'admin')
  const other = await enter(home, 'viewer')
  await openRoster(other, police.name)
  await admin.goto(adminPath)
  await admin.getByRole('radio', { name: 'Automată' }).check()
  await admin.getByRole('button', { name: 'Schimbă politica' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Schimbă', exact: true }).click()
  await expect(admin.getByText('Politica a fost schimbată')).toBeVisible()

  // The first change may still lock, where the answer comes slower than the old policy waits; the next one does not.
  for (const points of [11, 12]) {
    await awardAtCloud(cloud, ana.id, 1)
    await expect
      .poll(
        async () => {
          const button = other.getByRole('alertdialog').getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' })
          if (points === 11 && (await button.isVisible())) await button.click()
          return other.getByRole('row').filter({ hasText: ana.name }).locator('.is-points').innerText()
        },
        { timeout: 20_000 },
      )
      .toBe(String(points))
  }
  await expectUnlocked(other)

  await admin.goto('/admin/audit?group=sync')
  await expect(admin.getByRole('listitem').filter({ hasText: 'Setări schimbate' }).first()).toContainText('Automată')
  await cloud.db(`update public.settings set policy = 'strict'`)
})

test('the log of syncs is narrowed to what the address says, and saved as a file', async ({ cloud, boot }) => {
  const viewer = await personOf(cloud, 'viewer')
  const device = randomUUID()
  const entry = (n: number, status: string) => ({
    id: randomUUID(),
    type: 'download',
    status,
    items: n,
    error: status === 'failed' ? '=FORMULA()' : null,
    at: Date.now() - n * 1000,
    device,
    version: n,
    duration_ms: n,
  })
  await viewer.rpc('log_sync', {
    entries: Array.from({ length: 70 }, (_, n) => entry(n, n % 7 === 0 ? 'failed' : 'success')),
  })
  const page = await enter(await boot('office'), 'admin')
  await page.goto(`${adminPath}?device=${device}`)
  const log = page.getByRole('region', { name: 'Jurnalul sincronizărilor' })
  await expect(log.locator('tbody tr')).toHaveCount(50)
  await page.getByRole('button', { name: 'Arată mai multe' }).click()
  await expect(log.locator('tbody tr')).toHaveCount(70)
  await page.getByLabel('Rezultat').selectOption({ label: 'eșuat' })
  await expect(log.locator('tbody tr')).toHaveCount(10)
  expect(new URL(page.url()).searchParams.get('status')).toBe('failed')

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Exportă' }).click()
  await page.getByRole('menuitem', { name: 'JSON' }).click()
  const file = await saving
  expect(file.suggestedFilename()).toMatch(/^Jurnalul_sincronizarilor_\d{4}-\d\d-\d\d\.json$/)
  await page.goBack()
  await expect(log.locator('tbody tr')).toHaveCount(50)
})

test('who is no admin sees none of it, and the server says so too', async ({ cloud, boot }) => {
  const page = await enter(await boot('home'), 'viewer')
  const viewer = await personOf(cloud, 'viewer')
  for (const path of [adminPath, '/admin/audit']) {
    await page.goto(path)
    await expect(page.getByRole('heading', { name: 'Acces refuzat' })).toBeVisible()
  }
  await expect(page.getByRole('link', { name: 'Admin: jurnal' })).toHaveCount(0)
  for (const call of ['devices_watch', 'audit_list', 'sync_log_list', 'settings_get']) {
    const { status, body } = await viewer.rpc<{ message: string }>(call)
    expect({ call, status, message: body.message }).toEqual({ call, status: 403, message: 'denied' })
  }
})
