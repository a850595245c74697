import type { Page } from '@playwright/test'
import { enter } from './support/app.ts'
import { faultsInBothThemes } from './support/axe.ts'
import { personOf } from './support/person.ts'
import { expect, test } from './support/test.ts'

const openSettings = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Setări' }).click()
  await expect(page.getByRole('heading', { name: 'Setări' })).toBeVisible()
}
const panelOf = (page: Page) => page.getByRole('region', { name: 'E-mail' })

test.beforeEach(async ({ cloud }) => {
  await cloud.db('delete from public.mail_choices')
  await cloud.db('update public.settings set mail_at = null')
})

test('an admin chooses by keyboard what they get; it is saved at once and the same everywhere', async ({
  cloud,
  boot,
}) => {
  const admin = await personOf(cloud, 'admin')
  const choice = async () => (await admin.rpc<{ kinds: string[]; locale: string }>('mail_choice_get')).body
  const page = await enter(await boot('office'), 'admin')
  await openSettings(page)
  const panel = panelOf(page)
  await expect(panel).toContainText('E-mailurile ajung la admin@punctaj.local')
  await expect(panel).toContainText('Acum nu se trimit e-mailuri')
  await expect(panel.getByRole('checkbox', { checked: true })).toHaveCount(5)

  const reset = panel.getByRole('checkbox', { name: 'Punctajul unei instituții este resetat' })
  await reset.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(panel.getByRole('status')).toHaveText('Salvat.')
  expect((await choice()).kinds).toEqual(['force_sync', 'backup_failed', 'member_waiting'])
  await panel.getByLabel('Limba e-mailurilor').selectOption('en')
  await expect.poll(async () => (await choice()).locale).toBe('en')
  for (const name of ['Cineva forțează', 'O copie de siguranță', 'Cineva nou'])
    await panel.getByRole('checkbox', { name }).uncheck()
  await expect(panel.getByRole('status')).toHaveText('Nu ai ales nimic: nu primești niciun e-mail. Salvat.')
  expect((await choice()).kinds).toEqual([])

  await cloud.db('update public.settings set mail_at = now()')
  await page.reload()
  await expect(panel).toContainText('Nu ai ales nimic')
  await expect(panel).not.toContainText('Acum nu se trimit')
  expect(await faultsInBothThemes(page)).toEqual([])
  for (const width of [320, 820]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
})

test('without the cloud the choice is shown and cannot be changed; what it refuses goes back', async ({ boot }) => {
  const device = await boot('office')
  device.tolerated.push(/offline|server_/)
  const page = await enter(device, 'admin')
  await openSettings(page)
  const panel = panelOf(page)
  const reset = panel.getByRole('checkbox', { name: 'Punctajul unei instituții este resetat' })
  await expect(reset).toBeEnabled()

  const refusal = device.proxy.rule('rpc:mail_choice_set', { is: 'status', status: 500 })
  await reset.click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(reset).toBeChecked()
  refusal.end()
  await reset.click()
  await expect(panel.getByRole('status')).toHaveText('Salvat.')
  await expect(page.getByRole('alert')).toHaveCount(0)

  await device.proxy.down()
  await expect(panel.getByText('Nu este legătură cu cloudul acum')).toBeVisible({ timeout: 20_000 })
  await expect(reset).toBeDisabled()
  await expect(reset).not.toBeChecked()
  await page.reload()
  await expect(panel.getByText('Nu este legătură cu cloudul acum')).toBeVisible({ timeout: 20_000 })
  await expect(reset).toBeDisabled()
  await device.proxy.up()
  await expect(reset).toBeEnabled({ timeout: 20_000 })
})

test('who is no admin has no such choice', async ({ boot }) => {
  const page = await enter(await boot('home'), 'viewer')
  await openSettings(page)
  await expect(page.getByRole('region', { name: 'Ce păstrează dispozitivul' })).toBeVisible()
  await expect(panelOf(page)).toHaveCount(0)
})
