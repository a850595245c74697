import type { Locator, Page } from '@playwright/test'
import type { Cloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { enter, expectUnlocked, rowOf } from './support/app.ts'
import { kept } from './support/forms.ts'
import { personOf, type Person } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, hospital, iasi, police } from './support/world.ts'

const { nou, sef, superuser, viewer } = demoPeople
const soon = { timeout: 5000 }
type Row = { city: string | null; institution: string | null; capability: string }
const everywhere = (capability: string): Row => ({ city: null, institution: null, capability })
const at = (institution: { id: string }, capability: string): Row => ({ city: null, institution: institution.id, capability })

const waiting = (page: Page): Locator => page.getByRole('list', { name: 'Fără acces' })
const waits = (page: Page, name: string): Locator => waiting(page).getByRole('listitem').filter({ hasText: name })
const grid = (page: Page): Locator => page.getByRole('grid')
const box = (page: Page, name: string): Locator => grid(page).getByRole('checkbox', { name, exact: true })
const saveButton = (page: Page): Locator => page.getByRole('button', { name: 'Salvează drepturile' })

async function openMember(page: Page, id: string): Promise<void> {
  await page.goto(`/admin/members/${id}`)
  await expect(grid(page)).toBeVisible()
}

async function save(page: Page): Promise<void> {
  await saveButton(page).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Salvează' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

const rightsOf = async ({ db }: Cloud, user: string): Promise<string[]> =>
  (
    await db<{ right: string }>(
      `select coalesce(c.name, i.name, '*') || ' ' || p.capability as right from public.permissions p
         left join public.cities c on c.id = p.city left join public.institutions i on i.id = p.institution
        where p.user_id = $1 order by 1`,
      [user],
    )
  ).map(({ right }) => right)

const allow = async (by: Person, target: string, ...rows: Row[]): Promise<void> =>
  expect((await by.rpc('set_permissions', { target, rows })).status).toBe(200)

test('who signs in with Discord for the first time is in sight within seconds, gets access by one click, and sees the roster', async ({
  cloud,
  boot,
}) => {
  const [office, home] = [await boot('office'), await boot('home')]
  const admin = await enter(office, 'admin')
  await admin.getByRole('link', { name: 'Admin: membri' }).click()
  await expect(waits(admin, nou.name)).toBeVisible()

  const name = `Om Nou ${String(Date.now() % 1_000_000)}`
  const page = await home.open()
  await page.getByRole('button', { name: 'Conectare cu Discord' }).click()
  await page.getByLabel('Sau un cont nou').fill(name)
  await page.getByRole('button', { name: 'Autorizează' }).click()
  await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible()

  await expect(waits(admin, name)).toBeVisible(soon)
  // The newest stands on top.
  await expect(waiting(admin).getByRole('listitem').first()).toContainText(name)
  await admin.getByRole('button', { name: `Dă acces: vede tot – ${name}` }).click()
  await expect(rowOf(page, ana.name)).toBeVisible(soon)
  await expect(waits(admin, name)).toContainText('Are acces: tot')

  await admin.getByRole('button', { name: `Anulează – ${name}` }).click()
  await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible(soon)
  await expect(admin.getByRole('button', { name: `Dă acces: vede tot – ${name}` })).toBeVisible()
  await expectUnlocked(admin)
  const [row] = await cloud.db<{ id: string }>('select id from public.profiles where name = $1', [name])
  expect(await rightsOf(cloud, row?.id ?? '')).toEqual([])
})

test('a list that does not change is not asked for again and again', async ({ boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await page.goto('/admin/members')
  await expect(waits(page, nou.name)).toBeVisible()
  await page.waitForTimeout(8000)
  const asked = device.proxy.seen.filter(({ call }) => call === 'rpc:members')
  expect(asked.length).toBeLessThanOrEqual(2)
})

test('the grid is saved in one call and one version, told beforehand, and stands in the history', async ({
  cloud,
  boot,
}) => {
  const boss = await personOf(cloud, 'superuser')
  await allow(boss, nou.id, at(hospital, 'view'))
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openMember(page, nou.id)
  await expect(box(page, `Vede, ${hospital.name}`)).toBeChecked()
  await box(page, `Vede, ${hospital.name}`).uncheck()
  await box(page, `Punctează, ${police.name}`).check()
  await box(page, `Vede, ${iasi.name}`).check()
  await expect(box(page, `Vede, ${police.name}: are deja, în tot orașul`)).toBeVisible()

  const version = await cloud.db<{ version: number }>(
    `select version from public.sync_metadata where sync_key = 'global_version'`,
  )
  await saveButton(page).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`Poliția, Iași: punctează`)
  await expect(dialog).toContainText('Iași: vede')
  await expect(dialog).toContainText(`Pierde${hospital.name}, Iași: vede`)
  await dialog.getByRole('button', { name: 'Salvează' }).click()
  await expect.poll(() => rightsOf(cloud, nou.id)).toEqual(['Iași view', 'Poliția score'])
  expect(device.proxy.seen.filter(({ call }) => call === 'rpc:set_permissions')).toHaveLength(1)
  expect(
    await cloud.db(`select version from public.sync_metadata where sync_key = 'global_version'`),
  ).toEqual([{ version: Number(version[0]?.version) + 1 }])

  const history = page.getByRole('region', { name: 'Istoricul rolului și al drepturilor' })
  const latest = history.getByRole('listitem').first()
  await expect(latest).toContainText(demoPeople.admin.name)
  await expect(latest).toContainText('Poliția, Iași: punctează')
  await expect(history.getByRole('listitem').nth(1)).toContainText(superuser.name)
  await expect(saveButton(page)).toBeDisabled()
})

test('what a second admin saves in between is not gone over, and nothing that was ticked is lost', async ({
  cloud,
  boot,
}) => {
  const boss = await personOf(cloud, 'superuser')
  await allow(boss, nou.id, at(police, 'view'))
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openMember(page, nou.id)
  await box(page, `Punctează, ${police.name}`).check()
  await saveButton(page).click()
  // The list is not asked for under the dialog: the cloud itself must notice.
  const silent = device.proxy.rule('rpc:members', { is: 'status', status: 503 })
  await allow(boss, nou.id, at(police, 'view'), at(hospital, 'reset'))
  await page.getByRole('dialog').getByRole('button', { name: 'Salvează' }).click()
  await expect
    .poll(() => device.proxy.seen.filter(({ call }) => call === 'rpc:set_permissions').map(({ status }) => status))
    .toEqual([412])
  expect(await rightsOf(cloud, nou.id)).toEqual(['Poliția view', `${hospital.name} reset`])
  silent.end()

  const notice = page.getByRole('alert')
  await expect(notice).toContainText('Altcineva a schimbat drepturile între timp')
  await expect(notice).toContainText(`${hospital.name}, Iași: resetează`)
  await expect(notice).toContainText('Poliția, Iași: punctează')
  await notice.getByRole('button', { name: 'Continuă de la starea nouă, cu bifele mele' }).click()
  await expect(box(page, `Resetează, ${hospital.name}`)).toBeChecked()
  await expect(box(page, `Punctează, ${police.name}`)).toBeChecked()
  await save(page)
  await expect
    .poll(() => rightsOf(cloud, nou.id))
    .toEqual(['Poliția score', 'Poliția view', `${hospital.name} reset`])
})

test('half-made changes survive a reload, and wait for the cloud', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  await allow(boss, nou.id, at(police, 'view'))
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openMember(page, nou.id)
  await box(page, `Editează, ${police.name}`).check()
  await kept(page, '"edit"')
  await page.reload()
  await expect(box(page, `Editează, ${police.name}`)).toBeChecked()
  await expect(page.getByText('1 schimbare nesalvată')).toBeVisible()

  await device.proxy.down()
  await expect(page.getByText('Membrii se citesc și se schimbă numai direct în cloud')).toBeVisible({ timeout: 20_000 })
  await expect(saveButton(page)).toBeDisabled()
  await page.reload()
  await expect(page.getByText('Membrii se citesc și se schimbă numai direct în cloud')).toBeVisible({ timeout: 20_000 })
  await expect(grid(page)).toHaveCount(0)
  await device.proxy.up()
  await expect(box(page, `Editează, ${police.name}`)).toBeChecked({ timeout: 40_000 })
  await expect(saveButton(page)).toBeEnabled()
  await save(page)
  await expect.poll(() => rightsOf(cloud, nou.id)).toEqual(['Poliția edit', 'Poliția view'])
})

test('a right taken away is gone from the other device', async ({ cloud, boot }) => {
  const boss = await personOf(cloud, 'superuser')
  await allow(boss, nou.id, at(police, 'view'), at(police, 'score'))
  const [office, home] = [await boot('office'), await boot('home')]
  const page = await enter(home, 'nou')
  const plusOne = rowOf(page, ana.name).getByRole('button', { name: '+1' })
  await expect(plusOne).toBeVisible()
  const admin = await enter(office, 'admin')
  await openMember(admin, nou.id)
  await box(admin, `Punctează, ${police.name}`).uncheck()
  await save(admin)
  await expect(plusOne).toHaveCount(0, soon)
  await expect(rowOf(page, ana.name)).toBeVisible()
})

test('all of it by keyboard: search, person, grid, save', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await page.goto('/admin/members')
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('andrei')
  await expect(waiting(page).getByRole('listitem')).toHaveCount(1)
  const link = page.getByRole('link', { name: `Alege drepturile – ${nou.name}` })
  for (let presses = 0; presses < 10 && !(await link.evaluate((one) => one === document.activeElement)); presses++)
    await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(grid(page)).toBeVisible()
  const first = box(page, 'Vede, Peste tot')
  for (let presses = 0; presses < 60 && !(await first.evaluate((one) => one === document.activeElement)); presses++)
    await page.keyboard.press('Tab')
  await expect(first).toBeFocused()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
  await expect(box(page, `Punctează, ${police.name}`)).toBeFocused()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await expect(saveButton(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Salvează' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => rightsOf(cloud, nou.id)).toEqual(['Poliția score'])
})

test('a role is changed after a word, stands in the history, and what may not be done is not offered', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openMember(page, superuser.id)
  await expect(page.getByText('Un superuser poate fi schimbat numai de alt superuser.').first()).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  await expect(saveButton(page)).toHaveCount(0)
  await openMember(page, demoPeople.admin.id)
  await expect(page.getByText('Nimeni nu își schimbă propriul rol').first()).toBeVisible()

  await openMember(page, sef.id)
  await expect(page.getByRole('radio', { name: /Superuser/ })).toHaveCount(0)
  const boss = await personOf(cloud, 'superuser')
  try {
    await page.getByRole('radio', { name: /Vizitator/ }).check()
    await page.getByRole('button', { name: 'Schimbă rolul' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Schimbă rolul' }).click()
    await expect(page.getByText('Rol: Utilizator → Vizitator')).toBeVisible()
    const admin = await personOf(cloud, 'admin')
    const stale = await admin.rpc<{ message: string }>('set_role', { target: sef.id, role: 'admin', seen: 'user' })
    expect([stale.status, stale.body.message]).toEqual([412, 'changed_since'])
  } finally {
    await boss.rpc('set_role', { target: sef.id, role: 'user' })
  }
})

test('a person who is gone, a place that is gone, and a page that is not for everybody', async ({ cloud, boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await page.goto('/admin/members/5a1e0000-0000-4000-8000-00000000dead')
  await expect(page.getByRole('heading', { name: 'Persoana nu mai este printre membri' })).toBeVisible()

  const boss = await personOf(cloud, 'superuser')
  await allow(boss, nou.id, at(hospital, 'view'))
  await openMember(page, nou.id)
  await box(page, `Vede, ${police.name}`).check()
  await cloud.db('delete from public.institutions where id = $1', [hospital.id])
  await page.getByRole('alertdialog').getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' }).click()
  const notice = page.getByRole('alert')
  await expect(notice).toContainText('Locuri care nu mai există: vede')
  await notice.getByRole('button', { name: 'Continuă de la starea nouă, cu bifele mele' }).click()
  await expect(grid(page)).not.toContainText(hospital.name)
  await save(page)
  await expect.poll(() => rightsOf(cloud, nou.id)).toEqual(['Poliția view'])

  const other = await boot('home')
  const seen = await enter(other, 'viewer')
  await seen.goto(`/admin/members/${viewer.id}`)
  await expect(seen.getByRole('heading', { name: 'Acces refuzat' })).toBeVisible()
  await expect(seen.getByRole('link', { name: 'Admin: membri' })).toHaveCount(0)
})

test('500 members are listed and searched', async ({ cloud, boot }) => {
  const domain = 'many.punctaj.local'
  await cloud.db(
    `with made as (
       insert into auth.users (id, email) select gen_random_uuid(), 'om' || n || '@' || $1 from generate_series(1, 500) n
       returning id, email)
     insert into public.profiles (id, name, role) select id, 'Membru ' || split_part(email, '@', 1), 'viewer' from made`,
    [domain],
  )
  await cloud.db(
    `insert into public.permissions (user_id, institution, capability)
     select p.id, $1, 'view' from public.profiles p where p.name like 'Membru om%'`,
    [police.id],
  )
  try {
    const device = await boot('office')
    const page = await enter(device, 'admin')
    await page.goto('/admin/members')
    const table = page.getByRole('table', { name: 'Membri' })
    await expect(table.getByRole('row').nth(400)).toBeAttached()
    await page.getByRole('searchbox').fill('om499')
    await expect(table.getByRole('row')).toHaveCount(2)
    await expect(table).toContainText('1 instituție')
  } finally {
    await cloud.db('delete from auth.users where email like $1', [`%@${domain}`])
  }
})

test('one call gives what was ticked or nothing of it', async ({ cloud }) => {
  const admin = await personOf(cloud, 'admin')
  const gone = { id: crypto.randomUUID() }
  const answer = await admin.rpc<{ message: string }>('set_permissions', {
    target: nou.id,
    rows: [everywhere('view'), at(gone, 'score')],
    seen: [],
  })
  expect([answer.status, answer.body.message]).toEqual([410, 'institution_gone'])
  expect(await rightsOf(cloud, nou.id)).toEqual([])
})
