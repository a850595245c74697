import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { enter, openRoster, quickPoints, signInByMail } from './support/app.ts'
import { expectCloudPoints } from './support/cloud-facts.ts'
import { type Person, personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, iasi, police } from './support/world.ts'

const path = '/admin/audit'
const entries = (page: Page) => page.getByRole('list', { name: 'Admin → Jurnal' }).getByRole('listitem')

/** Ops of somebody else, each applied. */
async function push(person: Person, ...bodies: object[]): Promise<void> {
  const ops = bodies.map((body) => ({ id: randomUUID(), user: person.id, at: Date.now(), ...body }))
  const { body } = await person.rpc<{ results: { status: string }[] }>('sync_push', {
    ops,
    device: randomUUID(),
    keep: null,
  })
  expect(body.results.map(({ status }) => status)).toEqual(bodies.map(() => 'applied'))
}

const award = (delta: number, ...employees: string[]) => ({
  kind: 'points.add',
  institution: police.id,
  period: 1,
  employees,
  delta,
  reason: '',
})

test('an edit is in the journal as somebody would tell it, and its names lead further', async ({ cloud, boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await quickPoints(page, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await page.getByRole('link', { name: 'Admin: jurnal' }).click()
  const first = entries(page).first()
  await expect(first).toContainText('Punctaj modificat', { timeout: 20_000 })
  await expect(first).toContainText(/Ana Țurcanu\s*din\s*10\s*→\s*în\s*15/)
  await expect(first).toContainText('Ioana Admin')
  await first.getByRole('link', { name: police.name }).click()
  await expect(page.getByRole('grid', { name: police.name })).toBeVisible()
  await page.goBack()
  await entries(page).first().getByRole('link', { name: 'Numai ce a schimbat Ioana Admin' }).click()
  await expect(page).toHaveURL(/\?user=/)
  await expect(entries(page).first()).toContainText('Punctaj modificat')
})

test('places and people are called by their names when they are gone', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  await push(boss, award(3, ana.id, bogdan.id))
  const [{ rev } = { rev: 0 }] = await cloud.db<{ rev: number }>('select rev from public.employees where id = $1', [
    bogdan.id,
  ])
  await push(boss, { kind: 'employee.delete', institution: police.id, employee: bogdan.id, seen: rev, after: [] })
  const rows = await cloud.db<{ id: string }>('select id from public.institutions where city = $1 order by id', [
    iasi.id,
  ])
  await push(boss, { kind: 'city.delete', city: iasi.id, seen: rows.map(({ id }) => id) })
  await push(boss, { kind: 'city.create', city: randomUUID(), name: 'Vaslui' })

  const page = await (await boot('office')).open(path)
  await signInByMail(page, 'admin')
  await expect(entries(page).first()).toContainText('Oraș adăugat', { timeout: 30_000 })
  await expect(entries(page).nth(1)).toContainText(/Oraș șters\s*Iași/)
  await expect(entries(page).nth(1)).toContainText(police.name)
  await expect(entries(page).nth(2)).toContainText(/Angajat șters\s*Poliția\s*Bogdan Șerban/)
  await expect(entries(page).nth(3)).toContainText('Ana Țurcanu')
  await expect(entries(page).nth(3)).toContainText('Bogdan Șerban')
  // What is gone leads nowhere.
  await expect(entries(page).nth(3).getByRole('link', { name: police.name })).toHaveCount(0)
})

test('is narrowed by what, who and where, goes on, and is saved whole', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  for (let i = 0; i < 3; i++) await push(boss, ...Array.from({ length: 25 }, () => award(1, ana.id)))
  await push(boss, { kind: 'city.order', order: [[], [iasi.id]] })
  // Nothing is ever deleted from it: tests before this one have their entries there too.
  const [{ n } = { n: 0 }] = await cloud.db<{ n: number }>(
    'select count(*)::int as n from public.audit_log where institution = $1',
    [police.id],
  )
  const page = await enter(await boot('office'), 'admin')
  await page.goto(`${path}?institution=${police.id}`)
  await expect(entries(page)).toHaveCount(50)
  await page.getByRole('button', { name: 'Arată mai multe' }).click()
  await expect(entries(page)).toHaveCount(Math.min(n, 100))
  const filters = page.getByRole('search', { name: 'Filtrele jurnalului de modificări' })
  await filters.getByLabel('Instituție', { exact: true }).selectOption('')
  await filters.getByLabel('Ce', { exact: true }).selectOption({ label: 'Orașe și instituții' })
  await expect(entries(page).first()).toContainText('Ordinea orașelor schimbată')
  await filters.getByLabel('Cine', { exact: true }).selectOption({ label: 'Ioana Admin' })
  await expect(page.getByText(/Nimic nu se potrivește filtrelor|Ioana Admin,/).first()).toBeVisible()
  await page.goBack()
  await expect(entries(page).first()).toContainText('Ordinea orașelor schimbată')
  await page.goto(`${path}?institution=${police.id}`)
  await expect(entries(page)).toHaveCount(50)

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Exportă' }).click()
  await page.getByRole('menuitem', { name: 'JSON' }).click()
  const written = JSON.parse(await readFile(await (await saving).path(), 'utf8')) as {
    punctaj: string
    entries: unknown[]
  }
  expect(written.punctaj).toBe('audit')
  expect(written.entries).toHaveLength(n)
})

test('rights are told by place, in words', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  const somebody = await personOf(cloud, 'nou')
  const rows = [{ city: null, institution: police.id, capability: 'score' }]
  await boss.rpc('set_permissions', { target: somebody.id, rows })
  await boss.rpc('set_permissions', { target: somebody.id, rows: [] })
  const page = await enter(await boot('office'), 'admin')
  await page.goto(`${path}?subject=${somebody.id}`)
  await expect(page.getByText(/^Numai despre /)).toBeVisible()
  await expect(entries(page).first()).toContainText(/Permisiuni schimbate/)
  await expect(entries(page).first()).toContainText(/Poliția\s*din\s*punctează\s*→\s*în\s*nimic/)
  await page.getByRole('button', { name: 'Arată despre toți' }).click()
  await expect(page).not.toHaveURL(/subject/)
})

test('offline it says so, keeps what is shown, and goes on by itself', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  await push(boss, award(1, ana.id))
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await page.goto(path)
  await expect(entries(page).first()).toContainText('Punctaj modificat')
  await device.proxy.down()
  await expect(page.getByText('Nu este legătură cu cloudul acum, iar pentru asta este nevoie de ea.')).toBeVisible({
    timeout: 30_000,
  })
  await expect(entries(page).first()).toContainText('Punctaj modificat')
  await device.proxy.up()
  await expect(page.getByText('Nu este legătură cu cloudul acum, iar pentru asta este nevoie de ea.')).toHaveCount(0, {
    timeout: 60_000,
  })
})
