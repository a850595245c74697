import { demoPeople } from '../../local/demo/people.ts'
import { enter, expectUnlocked, rowOf } from './support/app.ts'
import {
  allow,
  at,
  box,
  grid,
  openMember,
  rightsAtCloud,
  save,
  saveButton,
  soon,
  waiting,
  waits,
} from './support/members.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, hospital, police } from './support/world.ts'

const { nou, sef, superuser, viewer } = demoPeople

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
  await expect(waits(admin, name)).toContainText('Vede tot')

  // The focus is on the undo.
  await expect(admin.getByRole('button', { name: `Anulează – ${name}` })).toBeFocused()
  await admin.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Fără acces' })).toBeVisible(soon)
  await expect(admin.getByRole('button', { name: `Dă acces: vede tot – ${name}` })).toBeVisible()
  await expectUnlocked(admin)
  const [row] = await cloud.db<{ id: string }>('select id from public.profiles where name = $1', [name])
  expect(await rightsAtCloud(cloud, row?.id ?? '')).toEqual([])
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

test('a role is changed after a word, stands in the history, and what may not be done is not offered', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openMember(page, superuser.id)
  await expect(page.getByText('Un superuser poate fi schimbat numai de alt superuser.')).toBeVisible()
  await expect(page.getByRole('radio')).toHaveCount(0)
  await expect(saveButton(page)).toHaveCount(0)
  await openMember(page, demoPeople.admin.id)
  await expect(page.getByText('Nimeni nu își schimbă propriul rol')).toBeVisible()

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
  await expect.poll(() => rightsAtCloud(cloud, nou.id)).toEqual(['Poliția view'])

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
