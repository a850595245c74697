import type { Cloud } from '../../local/cloud.ts'
import { enter, expectPoints, openReports, openRoster, quickPoints, reportLines } from './support/app.ts'
import { cloudPoints, expectCloudPoints, syncLog } from './support/cloud-facts.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, dan, hospital, police } from './support/world.ts'

async function resetAtCloud(cloud: Cloud, institution: string, expectedPeriod: number): Promise<void> {
  const superuser = await personOf(cloud, 'superuser')
  const { status } = await superuser.rpc('reset_points', {
    op: crypto.randomUUID(),
    institution,
    expected_period: expectedPeriod,
    device: crypto.randomUUID(),
    keep: null,
  })
  expect(status).toBe(200)
}

test('the report lists the archives, narrows them, and shows the people of one', async ({ cloud, boot }) => {
  await resetAtCloud(cloud, police.id, 1)
  await resetAtCloud(cloud, hospital.id, 1)
  const page = await enter(await boot('office'), 'viewer')
  await openReports(page)
  await expect(reportLines(page)).toHaveCount(2)

  await page.getByRole('search').getByLabel('Instituție').selectOption(hospital.name)
  await expect(reportLines(page)).toHaveCount(1)
  await expect(reportLines(page)).toContainText(hospital.name)
  await reportLines(page).getByRole('button', { name: '👥 Vezi Angajații' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('row').filter({ hasText: dan.name })).toContainText(String(dan.points))
  await expect(dialog).not.toContainText(ana.name)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await page.getByRole('search').getByLabel('Până la').fill('2020-01-01')
  await expect(reportLines(page)).toHaveCount(0)
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
