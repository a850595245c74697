import { demoPeople } from '../../local/demo/people.ts'
import { enter, rowOf } from './support/app.ts'
import { kept } from './support/forms.ts'
import {
  allow,
  at,
  box,
  everywhere,
  grid,
  openMember,
  rightsAtCloud,
  save,
  saveButton,
  soon,
  waiting,
} from './support/members.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, hospital, iasi, police } from './support/world.ts'

const { nou, superuser } = demoPeople

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
  await expect.poll(() => rightsAtCloud(cloud, nou.id)).toEqual(['Iași view', 'Poliția score'])
  expect(device.proxy.seen.filter(({ call }) => call === 'rpc:set_permissions')).toHaveLength(1)
  expect(await cloud.db(`select version from public.sync_metadata where sync_key = 'global_version'`)).toEqual([
    { version: Number(version[0]?.version) + 1 },
  ])

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
  expect(await rightsAtCloud(cloud, nou.id)).toEqual(['Poliția view', `${hospital.name} reset`])
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
    .poll(() => rightsAtCloud(cloud, nou.id))
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
  await expect(page.getByText('Drepturile se schimbă numai direct în cloud')).toBeVisible({ timeout: 20_000 })
  await expect(saveButton(page)).toBeDisabled()
  await page.reload()
  await expect(page.getByText('Drepturile se schimbă numai direct în cloud')).toBeVisible({ timeout: 20_000 })
  await expect(grid(page)).toHaveCount(0)
  await device.proxy.up()
  await expect(box(page, `Editează, ${police.name}`)).toBeChecked({ timeout: 40_000 })
  await expect(saveButton(page)).toBeEnabled()
  await save(page)
  await expect.poll(() => rightsAtCloud(cloud, nou.id)).toEqual(['Poliția edit', 'Poliția view'])
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
  await expect.poll(() => rightsAtCloud(cloud, nou.id)).toEqual(['Poliția score'])
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
  expect(await rightsAtCloud(cloud, nou.id)).toEqual([])
})
