import type { Page } from '@playwright/test'
import type { Cloud } from '../../../local/cloud.ts'
import { awardAtCloud } from './cloud-facts.ts'
import { openReports, reportLines } from './app.ts'
import { personOf } from './person.ts'
import { expect } from './test.ts'
import { ana, bogdan, police } from './world.ts'

/** Closes a week of an institution at the cloud, as somebody else's device would. */
export async function resetAtCloud(cloud: Cloud, institution: string, expectedPeriod: number): Promise<void> {
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

/** Two closed weeks of the police: in the second Ana has 3 points, Bogdan 25, and nobody else any. */
export async function twoWeeks(cloud: Cloud): Promise<void> {
  await resetAtCloud(cloud, police.id, 1)
  await awardAtCloud(cloud, ana.id, 3)
  await awardAtCloud(cloud, bogdan.id, 25)
  await resetAtCloud(cloud, police.id, 2)
}

/** Opens the people of the newest report. */
export async function openNewest(page: Page): Promise<void> {
  await openReports(page)
  await reportLines(page).first().getByRole('link', { name: '👥 Vezi Angajații' }).click()
  await expect(page.getByRole('table', { name: 'Angajații din raport' })).toBeVisible()
}

/** Takes an entry of an export menu and gives what the browser saves. */
export async function exportAs(page: Page, entry: string, menu = 'Exportă'): Promise<{ name: string; bytes: Buffer }> {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: menu, exact: true }).click()
  await page.getByRole('menuitem', { name: entry }).click()
  const saved = await saving
  const chunks: Buffer[] = []
  for await (const chunk of await saved.createReadStream()) chunks.push(chunk as Buffer)
  return { name: saved.suggestedFilename(), bytes: Buffer.concat(chunks) }
}
