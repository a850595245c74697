import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { hospital } from '../../tests/e2e/support/world.ts'
import type { Scene } from './scene.ts'
import { enter, openContext } from './stage.ts'
import { ana, award, iasi, police, push } from './world.ts'

const night = (day: string): string => `2026-11-${day}T10:00:00Z`

/** Nights of the world of pictures; between them a week's work, a place that falls and one that is new. */
async function makeNights({ cloud, boss }: Scene): Promise<void> {
  const run = (day: string) => cloud.db('select private.run_jobs($1::timestamptz)', [night(day)])
  await cloud.db('delete from public.nights')
  await run('09')
  await run('10')
  await award(boss, ana.id, 5, 'Razie', 2)
  await run('11')
  await award(boss, ana.id, 40, 'Dosar', 2)
  await push(boss, { kind: 'institution.delete', institution: hospital.id, seen: 1 })
  const fresh = { institution: randomUUID(), city: iasi.id, name: 'Pompierii', ranks: {}, columns: [] }
  await push(boss, { kind: 'institution.create', ...fresh })
  const somebody = { employee: randomUUID(), name: 'Ilinca Rusu', discord: 'ilinca', rank: 1, fields: {}, points: 4 }
  await push(boss, { kind: 'employee.create', institution: police.id, ...somebody })
}

/** A superuser on a device of their own. */
async function openBoss({ context, proxy, look }: Scene): Promise<Page> {
  const browser = context.browser()
  if (!browser) throw new Error('the scene has no browser')
  const page = await (await openContext(browser, proxy, look)).newPage()
  await page.goto('/')
  await enter(page, 'superuser', look.locale)
  await page.getByRole('grid').waitFor()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  return page
}

/** Backups of one institution, whole nights, what each restore shows before; and none of them. */
export async function backups(scene: Scene): Promise<void> {
  const { cloud, say, shootOf, button } = scene
  await cloud.db('delete from public.nights')
  const page = await openBoss(scene)
  await page.goto('/admin/backups')
  await page.getByText(say('nights.empty')).waitFor()
  await shootOf(page, 'nights-empty')
  await page.goto('/reports/backups')
  await page.getByText(say('backups.empty')).waitFor()
  await shootOf(page, 'backups-empty')

  await makeNights(scene)
  const [head] = await cloud.db<{ version: number }>(
    `select version::int from public.sync_metadata where sync_key = 'global_version'`,
  )
  // What is downloaded before the device has seen the last change is followed by another lock.
  await page
    .getByRole('alertdialog')
    .filter({ hasText: `v${String(head?.version)}` })
    .waitFor()
  await button('lock.download', page.getByRole('alertdialog')).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.goto(`/reports/backups?of=${police.id}`)
  await page.getByRole('table').waitFor()
  await shootOf(page, 'backups')
  await button('reports.restore', page.getByRole('table')).click()
  await page.getByRole('dialog').getByRole('listitem').first().waitFor()
  await shootOf(page, 'backup-restore')
  await page.keyboard.press('Escape')

  await page.goto('/admin/backups')
  await page.getByRole('table').waitFor()
  await shootOf(page, 'nights')
  await button('nights.restore', page.getByRole('table')).click()
  await page.getByRole('dialog').getByRole('table').waitFor()
  await shootOf(page, 'night-restore')
  await page.context().close()
}
