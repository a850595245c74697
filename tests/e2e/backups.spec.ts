import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import type { Cloud } from '../../local/cloud.ts'
import {
  enter,
  expectLocked,
  expectPoints,
  expectUnlocked,
  openReports,
  openRoster,
  sidebar,
  takeDownload,
} from './support/app.ts'
import { awardAtCloud, cloudPoints } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { resetAtCloud } from './support/weeks.ts'
import { ana, bogdan, carmen, dan, hospital, iasi, police } from './support/world.ts'

/** The night of a day, as the scheduler makes it; this world's first one forgets those before. */
async function makeNight({ db }: Cloud, night: string, isFirst = false): Promise<void> {
  if (isFirst) await db('delete from public.nights')
  await db('select private.run_jobs($1::timestamptz)', [`${night}T10:00:00Z`])
}

const toast = (page: Page, text: string | RegExp) => page.getByRole('region', { name: 'Mesaje' }).getByText(text)

async function openNights(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Admin: copii de siguranță' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Admin → Copii de siguranță' })).toBeVisible()
}

const nightRows = (page: Page) =>
  page
    .getByRole('table', { name: 'Nopți' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })

test('an admin says when night is and how long it is kept; what cannot be is said before it is sent', async ({
  cloud,
  boot,
}) => {
  await cloud.db(`update public.settings set zone = default, backup_keep_days = default, log_keep_days = default`)
  const page = await enter(await boot('office'), 'admin')
  await openNights(page)
  const [zone, nights, logs] = ['Fus orar', 'Nopți păstrate', 'Zile de jurnal păstrate'].map((name) =>
    page.getByLabel(name),
  ) as [ReturnType<Page['getByLabel']>, ReturnType<Page['getByLabel']>, ReturnType<Page['getByLabel']>]
  const save = page.getByRole('button', { name: 'Salvează' })
  await expect(zone).toHaveValue('Europe/Bucharest')
  await expect(save).toBeDisabled()
  await nights.fill('0')
  await expect(page.getByText('Scrie un număr întreg între 1 și 3.650.')).toBeVisible()
  await expect(save).toBeDisabled()
  await nights.fill('14')
  await logs.fill('90')
  await zone.selectOption('Europe/Chisinau')
  await save.click()
  await expect(toast(page, 'Setările au fost salvate')).toBeVisible()
  expect(await cloud.db('select zone, backup_keep_days as nights, log_keep_days as logs from public.settings')).toEqual(
    [{ zone: 'Europe/Chisinau', nights: 14, logs: 90 }],
  )
  await page.reload()
  await expect(zone).toHaveValue('Europe/Chisinau')
  await expect(nights).toHaveValue('14')
  // Whole nights are for superusers.
  await expect(page.getByText('La o noapte întreagă revine numai un superuser.')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Nopți' })).toHaveCount(0)
})

test('one institution is put back to a night with the look that every restore has; other devices lock', async ({
  cloud,
  boot,
}) => {
  await makeNight(cloud, '2026-11-10', true)
  await makeNight(cloud, '2026-11-11')
  await awardAtCloud(cloud, ana.id, 7)
  await makeNight(cloud, '2026-11-12')
  const page = await enter(await boot('office'), 'admin')
  const watcher = await enter(await boot('tablet'), 'viewer')
  await openReports(page)
  await page.getByRole('link', { name: 'Copii de siguranță', exact: true }).click()
  await page.getByLabel('Instituție').selectOption(`${police.name}, ${iasi.name}`)
  const list = page.getByRole('region', { name: `Copii de siguranță: ${police.name}` })
  const rows = list.getByRole('row').filter({ has: page.getByRole('cell') })
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(0)).toContainText('12 nov. 2026')
  await expect(rows.nth(1)).toContainText('10 nov. 2026 – 11 nov. 2026')

  await rows
    .nth(1)
    .getByRole('button', { name: /Încarcă în Local/ })
    .click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toHaveAccessibleName(`Încarcă în Local: ${police.name}, noaptea 10 nov. 2026 – 11 nov. 2026`)
  await expect(dialog.getByRole('listitem').filter({ hasText: ana.name })).toContainText('−7')
  await dialog.getByRole('button', { name: '📥 Încarcă în Local' }).click()
  await expect(dialog).toHaveCount(0)
  await expectUnlocked(page)
  expect(await cloudPoints(cloud, ana.id)).toBe(ana.points)
  await expectLocked(watcher)
  await takeDownload(watcher)
  await openRoster(watcher, police.name)
  await expectPoints(watcher, ana.name, ana.points)
})

test('everything goes back to a night: deleted places, people who moved and points; what was made since stays', async ({
  cloud,
  boot,
}) => {
  await makeNight(cloud, '2026-11-10', true)
  const boss = await personOf(cloud, 'superuser')
  const clinic = randomUUID()
  const push = (...ops: object[]) =>
    boss.rpc('sync_push', {
      ops: ops.map((op) => ({ id: randomUUID(), user: boss.id, at: Date.now(), ...op })),
    })
  await push(
    { kind: 'institution.delete', institution: hospital.id, seen: 1 },
    { kind: 'institution.create', institution: clinic, city: iasi.id, name: 'Clinica', ranks: {}, columns: [] },
    { kind: 'employee.move', institution: police.id, employee: bogdan.id, to: clinic, seen: 1, after: [] },
    { kind: 'points.add', institution: police.id, period: 1, employees: [ana.id], delta: 9, reason: '' },
  )
  const page = await enter(await boot('office'), 'superuser')
  const watcher = await enter(await boot('tablet'), 'admin')
  await expect(sidebar(page)).not.toContainText(hospital.name)
  await openNights(page)
  await expect(nightRows(page)).toHaveCount(1)
  await nightRows(page)
    .first()
    .getByRole('button', { name: /Restaurează tot/ })
    .click()

  const dialog = page.getByRole('dialog')
  const changes = dialog.getByRole('table', { name: 'Ce se schimbă' }).getByRole('row')
  await expect(changes.filter({ hasText: hospital.name })).toContainText('revine')
  await expect(changes.filter({ hasText: police.name })).toContainText('2 → 3')
  await expect(dialog).toContainText('1 instituție nu este în acea copie și rămâne')
  await expect(dialog).toContainText('Drepturile date la o instituție ștearsă sau la un oraș șters nu revin')
  const go = dialog.getByRole('button', { name: 'Restaurează tot' })
  await expect(go).toBeDisabled()
  await dialog.getByRole('textbox').fill('2026-11-10')
  await go.click()
  await expect(toast(page, /Totul este ca în noaptea de 10 nov\. 2026/)).toBeVisible()
  await expectUnlocked(page)

  await openRoster(page, hospital.name)
  await expectPoints(page, dan.name, dan.points)
  await openRoster(page, police.name)
  for (const one of [ana, bogdan, carmen]) await expectPoints(page, one.name, one.points)
  await expect(sidebar(page)).toContainText('Clinica')
  await expectLocked(watcher)
  await takeDownload(watcher)
  await openRoster(watcher, hospital.name)
  await expectPoints(watcher, dan.name, dan.points)
})

test('what was reset since the look is not put back unseen: the screen says so and looks again', async ({
  cloud,
  boot,
}) => {
  await makeNight(cloud, '2026-11-10', true)
  await awardAtCloud(cloud, ana.id, 1)
  const device = await boot('office')
  const page = await enter(device, 'superuser')
  await openNights(page)
  await nightRows(page)
    .first()
    .getByRole('button', { name: /Restaurează tot/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('2026-11-10')
  // This device does not hear of it before it asks.
  let heard: string | null = null
  const deaf = device.proxy.rule('poll', { is: 'change', change: (body) => (heard ??= body) })
  await deaf.hit()
  await resetAtCloud(cloud, police.id, 1)
  await dialog.getByRole('button', { name: 'Restaurează tot' }).click()
  await expect(dialog.getByRole('alert')).toContainText('S-a schimbat de când l-ai văzut.')
  expect(await cloudPoints(cloud, ana.id)).toBe(0)
  await dialog.getByRole('button', { name: 'Uită-te din nou' }).click()
  await expect(dialog.getByRole('table', { name: 'Ce se schimbă' })).toContainText('0 → 60')
  deaf.end()
})

test('who may not reset finds no backups, and nobody but admins the settings', async ({ cloud, boot }) => {
  await makeNight(cloud, '2026-11-10', true)
  const page = await enter(await boot('office'), 'viewer')
  await openReports(page)
  await expect(page.getByRole('link', { name: 'Copii de siguranță' })).toHaveCount(0)
  await page.goto('/reports/backups')
  await expect(page.getByText('Copiile le vede cine are dreptul să reseteze')).toBeVisible()
  await page.goto('/admin/backups')
  await expect(page.getByRole('heading', { name: 'Acces refuzat' })).toBeVisible()
})

test('without the cloud there are no backups to show, and it says why', async ({ cloud, boot }) => {
  await makeNight(cloud, '2026-11-10', true)
  const device = await boot('office')
  device.tolerated.push(/offline/)
  const page = await enter(device, 'superuser')
  await openReports(page)
  await device.proxy.down()
  await page.getByRole('link', { name: 'Copii de siguranță', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await openNights(page)
  await expect(page.getByRole('alert')).toBeVisible()
  await device.proxy.up()
  await page.getByRole('button', { name: 'Încearcă din nou' }).click()
  await expect(nightRows(page)).toHaveCount(1, { timeout: 40_000 })
})
