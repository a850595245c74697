import type { Locator, Page } from '@playwright/test'
import { adminPath, enter, openReports, openRoster, prepareReset, reportLines } from './support/app.ts'
import { expect, test } from './support/test.ts'
import { police } from './support/world.ts'

const why = 'Nu este legătură cu cloudul acum, iar pentru asta este nevoie de ea.'

/** The button can not be pressed and the sentence beside it says why; neither as soon as the cloud is back. */
async function expectNeedsCloud(around: Locator, button: string, offline: boolean): Promise<void> {
  const action = around.getByRole('button', { name: button })
  if (offline) await expect(action).toBeDisabled({ timeout: 15_000 })
  else await expect(action).toBeEnabled({ timeout: 20_000 })
  await expect(around.getByText(why)).toHaveCount(offline ? 1 : 0)
}

async function openRestore(page: Page): Promise<void> {
  await openReports(page)
  await reportLines(page).first().getByRole('button', { name: 'Încarcă în Local' }).click()
}

test('reset, restore and force wait for the cloud, and say so', async ({ boot }) => {
  const device = await boot('office')
  device.tolerated.push(/offline/)
  const page = await enter(device, 'admin')
  const dialog = page.getByRole('dialog')
  await openRoster(page, police.name)
  const reset = await prepareReset(page, police.name)
  await expectNeedsCloud(dialog, 'Resetează punctajul', false)
  await device.proxy.down()
  await expectNeedsCloud(dialog, 'Resetează punctajul', true)
  await device.proxy.up()
  await expectNeedsCloud(dialog, 'Resetează punctajul', false)
  await reset()
  await page.getByRole('dialog').getByRole('button', { name: 'Închide' }).first().click()

  await openRestore(page)
  await expectNeedsCloud(dialog, 'Încarcă', false)
  await device.proxy.down()
  await expectNeedsCloud(dialog, 'Încarcă', true)
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'Admin: sincronizare' }).click()
  await expect(page).toHaveURL(new RegExp(`${adminPath}$`))
  await expectNeedsCloud(page.getByRole('main'), '⚡ FORȚEAZĂ SINCRONIZARE CLOUD', true)
  await device.proxy.up()
  await expectNeedsCloud(page.getByRole('main'), '⚡ FORȚEAZĂ SINCRONIZARE CLOUD', false)
})
