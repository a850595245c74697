import { readFile } from 'node:fs/promises'
import type { Download } from '@playwright/test'
import { enter, workerReady } from './support/app.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, carmen, police } from './support/world.ts'

const textOf = async (download: Download): Promise<string> => readFile(await download.path(), 'utf8')

test('the status page tells how the device stands, checks its data, and saves diagnostics without anybody’s name', async ({
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await workerReady(page)
  await page.getByRole('link', { name: 'Starea sincronizării' }).first().click()
  const facts = page.locator('dl.facts')
  await expect(facts).toContainText('Online')
  // Two polls have been: about a second lies between them.
  await expect(facts.locator('dt', { hasText: 'Între ultimele două verificări' }).locator('+ dd')).toHaveText(
    /^[0-9,]+ s/,
  )
  await page.getByRole('button', { name: 'Verifică datele locale' }).click()
  await expect(page.getByText(/verificate; totul este în regulă/)).toBeVisible()

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Salvează diagnosticul' }).click()
  const saved = await saving
  expect(saved.suggestedFilename()).toMatch(/^punctaj-diagnostics-\d{4}-\d\d-\d\d\.json$/)
  const text = await textOf(saved)
  expect(JSON.parse(text)).toMatchObject({
    punctaj: 'diagnostics',
    version: 1,
    device: { outbox: 0, tray: 0 },
    sync: { link: 'online', lock: { is: 'synced', reason: null } },
  })
  for (const { name } of [ana, bogdan, carmen, police]) expect(text).not.toContain(name)
})
