import { expect, type Locator, type Page } from '@playwright/test'
import { demoPassword, demoPeople } from '../../../local/demo/people.ts'
import type { Device } from './device.ts'
import type { Who } from './person.ts'

/** The app as a person meets it: by role and by what is written on the screen. */

export const adminPath = '/admin/sync'

export const lockOf = (page: Page): Locator => page.getByRole('alertdialog')
export const downloadButton = (page: Page): Locator =>
  lockOf(page).getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' })
export const sidebar = (page: Page): Locator => page.getByRole('navigation', { name: 'Orașe' })
export const rowOf = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name })

export async function expectLocked(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => expect(lockOf(page)).toBeVisible()))
}

export async function expectUnlocked(...pages: Page[]): Promise<void> {
  await Promise.all(pages.map((page) => expect(lockOf(page)).toHaveCount(0)))
}

/** Clicks "📥 DESCARCĂ SINCRONIZARE" and waits until this tab is free. */
export async function takeDownload(page: Page): Promise<void> {
  await downloadButton(page).click()
  await expectUnlocked(page)
}

/** Signs in by e-mail in a tab that shows the sign-in page. */
export async function signInByMail(page: Page, who: Who): Promise<void> {
  await page.getByRole('button', { name: 'Conectare cu e-mail' }).click()
  await page.getByLabel('E-mail').fill(demoPeople[who].email)
  await page.getByLabel('Parolă').fill(demoPassword)
  await page.getByRole('button', { name: 'Conectare', exact: true }).click()
}

/** Signs in through the emulated Discord page. */
export async function signInByDiscord(page: Page, who: Who): Promise<void> {
  await page.getByRole('button', { name: 'Conectare cu Discord' }).click()
  await page.getByRole('button', { name: demoPeople[who].name }).click()
}

/** Waits until the first download, which starts by itself, is on the screen. */
export async function expectHome(page: Page): Promise<void> {
  await expect(page.getByRole('grid')).toBeVisible({ timeout: 30_000 })
  await expectUnlocked(page)
}

/**
 * Opens the app on a device, signs in, and waits for the first download, and until the worker has all of the app: only then
 * can everything be opened without a network. Where no worker could be installed there is none to wait for.
 */
export async function enter(device: Device, who: Who): Promise<Page> {
  const page = await device.open()
  await signInByMail(page, who)
  await expectHome(page)
  const isComing = await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()) !== undefined)
  if (isComing) await workerReady(page)
  return page
}

/** Waits until the worker has all files of the app: what comes before that is the first install, not an update. */
export const workerReady = (page: Page): Promise<void> =>
  page.evaluate(async () => void (await navigator.serviceWorker.ready))

/** Opens an institution's roster from the sidebar. */
export async function openRoster(page: Page, institution: string): Promise<void> {
  await sidebar(page).getByRole('link', { name: institution }).click()
  await expect(page.getByRole('grid', { name: institution })).toBeVisible()
}

export const expectPoints = (page: Page, name: string, points: number): Promise<void> =>
  expect(rowOf(page, name).locator('.is-points')).toHaveText(String(points))

/** One click on the row's own button: −1, +1 or +5. */
export const quickPoints = (page: Page, name: string, step: '−1' | '+1' | '+5'): Promise<void> =>
  rowOf(page, name).getByRole('button', { name: step }).click()

/** Forces everybody to download again, from the open admin's page, confirmed. */
export async function forceSync(page: Page, reason: string): Promise<void> {
  await page.getByLabel('Motiv').fill(reason)
  await page.getByRole('button', { name: '⚡ FORȚEAZĂ SINCRONIZARE CLOUD' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Forțează' }).click()
}

/** Opens the preview of a reset in an open roster and types the name that confirms it; what is left is the last click. */
export async function prepareReset(page: Page, institution: string): Promise<() => Promise<void>> {
  await page.getByRole('button', { name: '🔄 Reset punctaj' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(institution)
  return () => dialog.getByRole('button', { name: 'Resetează punctajul' }).click()
}

/** Opens "📋 Raport Săptămâna Trecută". */
export async function openReports(page: Page): Promise<void> {
  await page.getByRole('link', { name: '📋 Raport Săptămâna Trecută' }).click()
  await expect(page.getByRole('heading', { name: 'Raport Săptămâna Trecută' })).toBeVisible()
}

/** The archives that the report lists. */
export const reportLines = (page: Page): Locator =>
  page
    .getByRole('region', { name: 'Rapoarte' })
    .getByRole('row')
    .filter({ has: page.getByRole('cell') })

/** Counts from now on how often a tab shows the lock. */
export async function countLocks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    let shown = false
    const look = () => {
      const now = document.querySelector('[role="alertdialog"]') !== null
      if (now && !shown)
        document.documentElement.dataset['locks'] = String(Number(document.documentElement.dataset['locks'] ?? 0) + 1)
      shown = now
    }
    look()
    new MutationObserver(look).observe(document, { childList: true, subtree: true })
  })
  return () => page.evaluate(() => Number(document.documentElement.dataset['locks'] ?? 0))
}
