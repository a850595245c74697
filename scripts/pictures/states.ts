import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { demoPeople } from '../../local/demo/people.ts'
import type { Scene } from './scene.ts'
import { enter, openContext } from './stage.ts'
import { showAll } from './views.ts'
import { ana, award, bogdan, iasi, police, push } from './world.ts'

/** States of whole pages: nothing there yet, on its way, failed, not for this person. */

/** Everything that an administrator sees when nothing is wrong. */
export const everyView = ({ page, look, cloud, shoot }: Scene): Promise<void> =>
  showAll(page, look.locale, cloud, shoot)

/** An institution without anybody, a search that finds nobody, a week without points. */
export async function emptyStates(scene: Scene): Promise<void> {
  const { page, boss, say, shoot, button } = scene
  await page.getByRole('searchbox').fill('nimeni')
  await page.getByText(say('roster.noMatch')).waitFor()
  await shoot('roster-no-match')
  const institution = randomUUID()
  const made = { kind: 'institution.create', institution, city: iasi.id, name: 'Pompierii', ranks: {}, columns: [] }
  await push(boss, made)
  await button('lock.download', page.getByRole('alertdialog')).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await page.goto(`/institution/${institution}`)
  await page.getByRole('heading', { name: 'Pompierii' }).waitFor()
  await shoot('roster-empty')
  await page.goto('/institution/00000000-0000-4000-8000-000000000000')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await shoot('roster-gone')
}

const downloads = ['rpc:sync_delta', 'rpc:sync_pull'] as const
const breakDownloads = ({ proxy }: Scene) => downloads.map((call) => proxy.rule(call, { is: 'status', status: 500 }))

/** The lock while it downloads, and when it cannot. */
export async function lockStates(scene: Scene): Promise<void> {
  const { page, proxy, boss, shoot, button } = scene
  const lock = page.getByRole('alertdialog')
  let release = () => {}
  const until = new Promise<void>((resolve) => (release = resolve))
  const held = downloads.map((call) => proxy.rule(call, { is: 'hold', until }))
  await award(boss, ana.id, 1, 'Razie', 2)
  await lock.waitFor()
  await button('lock.download', lock).click()
  await button('ui.cancel', lock).waitFor()
  await shoot('lock-downloading')
  await button('ui.cancel', lock).click()
  held.forEach((rule) => rule.end())
  release()
  const broken = breakDownloads(scene)
  // A click before the device knows of this one would take the change before, which may be here by now.
  const versions = lock.locator('.versions')
  const before = await versions.innerText()
  await award(boss, bogdan.id, 1, '', 2)
  await versions.filter({ hasNotText: before }).waitFor()
  await button('lock.download', lock).click()
  await button('lock.retry', lock).waitFor({ timeout: 60_000 })
  await shoot('lock-failed')
  broken.forEach((rule) => rule.end())
  await proxy.down()
  await button('lock.readOnly', lock).waitFor({ timeout: 60_000 })
  await shoot('lock-offline')
  await button('lock.readOnly', lock).click()
  await lock.waitFor({ state: 'detached' })
  await shoot('read-only')
}

/** Who may see nothing, who may not see this page, who may only look; and a device that has nothing yet. */
export async function otherPeople(scene: Scene): Promise<void> {
  await asOther(scene, 'nou', '/', 'waiting')
  await asOther(scene, 'viewer', `/institution/${police.id}`, 'roster-viewer')
  await asOther(scene, 'viewer', '/admin/sync', 'denied')
  const broken = breakDownloads(scene)
  await asOther(scene, 'admin', '/', 'first-sync-failed')
  broken.forEach((rule) => rule.end())
}

async function asOther(scene: Scene, who: keyof typeof demoPeople, path: string, picture: string): Promise<void> {
  const page = await openOther(scene, path)
  if (who === 'nou') await scene.shootOf(page, 'login')
  await enter(page, who, scene.look.locale)
  const lock = page.getByRole('alertdialog')
  const retry = lock.getByRole('button', { name: scene.say('lock.retry') })
  await (picture === 'first-sync-failed' ? retry.waitFor({ timeout: 60_000 }) : lock.waitFor({ state: 'detached' }))
  await page.waitForTimeout(1500)
  await scene.shootOf(page, picture)
  await page.context().close()
}

/** The sign-in page on a device that has nothing yet. */
export async function openOther({ context, proxy, look }: Scene, path: string): Promise<Page> {
  const browser = context.browser()
  if (!browser) throw new Error('the scene has no browser')
  const page = await (await openContext(browser, proxy, look)).newPage()
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page
}

/** A page whose code is not on the device and cannot be loaded. */
export async function missingPart(scene: Scene): Promise<void> {
  const judge = (_: string, url: string) => (/\/ReportsView|\/sw\.js/.test(url) ? 503 : null)
  const rule = scene.proxy.rule('*', { is: 'judge', judge })
  const page = await openOther(scene, '/reports')
  await enter(page, 'admin', scene.look.locale)
  await page.getByRole('heading', { name: scene.say('part.title') }).waitFor()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
  await scene.shootOf(page, 'part-missing')
  await page.context().close()
  rule.end()
}
