import { enter, expectPoints, openReports, openRoster, quickPoints, reportLines } from './support/app.ts'
import { cloudPoints, expectCloudPoints, syncLog } from './support/cloud-facts.ts'
import { expect, test } from './support/test.ts'
import { openNewest, resetAtCloud, twoWeeks } from './support/weeks.ts'
import { ana, bogdan, carmen, dan, hospital, police } from './support/world.ts'

test('the report lists the archives, narrows them, and shows the people of one', async ({ cloud, boot }) => {
  await resetAtCloud(cloud, police.id, 1)
  await resetAtCloud(cloud, hospital.id, 1)
  const page = await enter(await boot('office'), 'viewer')
  await openReports(page)
  await expect(reportLines(page)).toHaveCount(2)

  await page.getByRole('search').getByLabel('Instituție').selectOption(hospital.name)
  await expect(reportLines(page)).toHaveCount(1)
  await expect(reportLines(page)).toContainText(hospital.name)
  await reportLines(page).getByRole('link', { name: '👥 Vezi Angajații' }).click()
  const people = page.getByRole('table', { name: 'Angajații din raport' })
  await expect(people.getByRole('row').filter({ hasText: dan.name })).toContainText(String(dan.points))
  await expect(people).not.toContainText(ana.name)

  await page.getByRole('link', { name: 'Înapoi la rapoarte' }).click()
  await expect(reportLines(page)).toHaveCount(1)
  await expect(reportLines(page).getByRole('link', { name: '👥 Vezi Angajații' })).toBeFocused()
  await page.getByRole('search').getByLabel('Până la').fill('2020-01-01')
  await expect(page.getByText('Niciun raport nu se potrivește filtrelor.')).toBeVisible()
})

test('what the reports are narrowed to is in the address: a link holds it, and back takes a choice away', async ({
  cloud,
  boot,
}) => {
  await resetAtCloud(cloud, police.id, 1)
  await resetAtCloud(cloud, hospital.id, 1)
  const page = await enter(await boot('office'), 'admin')
  await openReports(page)
  const search = page.getByRole('search')
  await search.getByLabel('Instituție').selectOption(police.name)
  await search.getByLabel('Perioadă').selectOption('Luna aceasta')
  await expect(reportLines(page)).toHaveCount(1)
  await search.getByLabel('Perioadă').selectOption('Luna trecută')
  await expect(reportLines(page)).toHaveCount(0)

  await page.goBack()
  await expect(reportLines(page)).toHaveCount(1)
  await expect(search.getByLabel('Perioadă')).toHaveValue('thisMonth')
  await page.reload()
  await expect(reportLines(page)).toHaveCount(1)
  await expect(search.getByLabel('Instituție')).toHaveValue(police.name)
  await page.goBack()
  await page.goBack()
  await expect(reportLines(page)).toHaveCount(2)
})

test('the people of a report are sorted and searched, with the keyboard alone', async ({ cloud, boot }) => {
  await resetAtCloud(cloud, police.id, 1)
  const page = await enter(await boot('office'), 'admin')
  await openReports(page)
  await reportLines(page).getByRole('link', { name: '👥 Vezi Angajații' }).press('Enter')
  const rows = page.getByRole('table', { name: 'Angajații din raport' }).getByRole('row')
  await expect(rows.nth(1)).toContainText(carmen.name)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await page.getByRole('button', { name: 'Nume' }).press('Enter')
  await expect(rows.nth(1)).toContainText(ana.name)
  await expect(page.getByRole('columnheader', { name: 'Nume' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('searchbox', { name: 'Caută angajat' }).fill('serban')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(1)).toContainText(bogdan.name)
})

test('a week is compared with the one before, or with the one that is chosen', async ({ cloud, boot }) => {
  await twoWeeks(cloud)
  const page = await enter(await boot('office'), 'admin')
  await openNewest(page)
  await page.getByRole('link', { name: 'Comparație' }).click()
  const table = page.getByRole('table', { name: 'Comparația angajaților' })
  const cells = (name: string) => table.getByRole('row').filter({ hasText: name }).getByRole('cell')
  await expect(cells(bogdan.name)).toHaveText([bogdan.name, '20', '25', '+5'])
  await expect(cells(carmen.name)).toHaveText([carmen.name, '30', '0', '−30'])
  await expect(cells('Total')).toHaveText(['60', '28', '−32'])

  await openReports(page)
  await reportLines(page).last().getByRole('link', { name: '👥 Vezi Angajații' }).click()
  await page.getByRole('link', { name: 'Comparație' }).click()
  await expect(page.getByText('Nu există un raport mai vechi al unei săptămâni.')).toBeVisible()
  await page.getByLabel('Compară cu').selectOption({ index: 1 })
  await expect(cells(bogdan.name)).toHaveText([bogdan.name, '20', '25', '+5'])
  await page.reload()
  await expect(cells(bogdan.name)).toHaveText([bogdan.name, '20', '25', '+5'])
})

test('points over the weeks are a chart with its table: the sums, and the people who are ticked', async ({
  cloud,
  boot,
}) => {
  await twoWeeks(cloud)
  const page = await enter(await boot('office'), 'viewer')
  await openNewest(page)
  await page.getByRole('link', { name: 'Evoluție' }).click()
  const chart = page.getByRole('img', { name: `Punctaj pe săptămâni: ${police.name}` })
  await expect(chart).toBeVisible()
  const table = page.getByRole('table', { name: 'Punctajul pe săptămâni' })
  await expect(table.getByRole('row').nth(1).getByRole('cell').nth(2)).toHaveText('28')
  await page.getByRole('checkbox', { name: bogdan.name }).check()
  await expect(table.getByRole('columnheader', { name: bogdan.name })).toBeVisible()
  await expect(table.getByRole('row').nth(1).getByRole('cell').last()).toHaveText('25')
  await expect(chart).toHaveAccessibleDescription(new RegExp(`${bogdan.name}: 20 la .*, 25 la`))
  await page.reload()
  await expect(table.getByRole('columnheader', { name: bogdan.name })).toBeVisible()
})

test('a report whose file is not here is told so without the cloud, and comes with it', async ({ cloud, boot }) => {
  await resetAtCloud(cloud, police.id, 1)
  const device = await boot('office')
  device.tolerated.push(/offline/)
  const files = device.proxy.rule('archive', { is: 'status', status: 503 })
  const bodies = device.proxy.rule('rpc:archive_body', { is: 'status', status: 503 })
  const many = device.proxy.rule('rpc:archive_bodies', { is: 'status', status: 503 })
  const page = await enter(device, 'admin')
  await openReports(page)
  await reportLines(page).getByRole('link', { name: '👥 Vezi Angajații' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  for (const rule of [files, bodies, many]) rule.end()
  await page.getByRole('button', { name: 'Încearcă din nou' }).click()
  await expect(page.getByRole('table', { name: 'Angajații din raport' })).toContainText(carmen.name)
  await page.goto('/reports/0e2e0000-0000-4000-8000-00000000dead')
  await expect(page.getByRole('heading', { name: 'Raportul nu este aici' })).toBeVisible()
})

test('a week is restored after a look at what that changes', async ({ cloud, boot }) => {
  await resetAtCloud(cloud, police.id, 1)
  const page = await enter(await boot('office'), 'admin')
  await openRoster(page, police.name)
  await quickPoints(page, ana.name, '+5')
  await expectCloudPoints(cloud, ana.id, 5)

  await openReports(page)
  await reportLines(page).getByRole('button', { name: '📥 Încarcă în Local' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem').filter({ hasText: ana.name })).toContainText(`+${String(ana.points - 5)}`)
  await expect(dialog.getByRole('listitem').filter({ hasText: carmen.name })).toContainText(`+${String(carmen.points)}`)
  await dialog.getByRole('button', { name: '📥 Încarcă în Local' }).click()
  await expect(dialog).toHaveCount(0)

  await openRoster(page, police.name)
  await expectPoints(page, ana.name, ana.points)
  await expectPoints(page, bogdan.name, bogdan.points)
  expect(await cloudPoints(cloud, carmen.id)).toBe(carmen.points)
  const kinds = await cloud.db<{ kind: string }>('select kind from public.archives order by at')
  expect(kinds.map(({ kind }) => kind)).toEqual(['reset', 'before_restore'])
  expect((await syncLog(cloud)).filter(({ type }) => type === 'restore')).toMatchObject([{ status: 'success' }])
})
