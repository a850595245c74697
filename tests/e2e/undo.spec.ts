import type { Page } from '@playwright/test'
import { enter, expectPoints, openRoster, prepareReset, quickPoints } from './support/app.ts'
import { expectCloudPoints } from './support/cloud-facts.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

const toolbar = (page: Page) => page.getByRole('toolbar', { name: 'Acțiuni' })
const undo = (page: Page) => toolbar(page).getByRole('button', { name: 'Anulează' })
const redo = (page: Page) => toolbar(page).getByRole('button', { name: 'Refă' })

test('points are undone in another tab and after a reload, done again by keys, and not past a reset', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await expect(undo(page)).toBeDisabled()
  await quickPoints(page, ana.name, '+5')
  await quickPoints(page, bogdan.name, '+1')
  await expectCloudPoints(cloud, bogdan.id, bogdan.points + 1)

  const tab = await device.open('/')
  await openRoster(tab, police.name)
  await undo(tab).click()
  await expect(tab.getByText('Anulat: +1 punct pentru 1 angajat')).toBeVisible()
  await expectPoints(page, bogdan.name, bogdan.points)
  await expectCloudPoints(cloud, bogdan.id, bogdan.points)

  await page.reload()
  await expectPoints(page, ana.name, ana.points + 5)
  await expect(redo(page)).toBeEnabled()
  await undo(page).click()
  await expectPoints(page, ana.name, ana.points)
  await expect(undo(page)).toBeDisabled()
  await page.keyboard.press('Control+y')
  await expectPoints(page, ana.name, ana.points + 5)
  await page.keyboard.press('Control+Shift+z')
  await expectPoints(page, bogdan.name, bogdan.points + 1)
  await page.keyboard.press('Control+z')
  await expectPoints(tab, bogdan.name, bogdan.points)
  await expectCloudPoints(cloud, ana.id, ana.points + 5)
  await expectCloudPoints(cloud, bogdan.id, bogdan.points)
  await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])

  await (
    await prepareReset(page, police.name)
  )()
  await expect(page.getByRole('heading', { name: 'Punctajul a fost resetat' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expectPoints(page, ana.name, 0)
  await expect(undo(page)).toBeDisabled()
  await expect(redo(page)).toBeDisabled()
  await page.keyboard.press('Control+z')
  await expect(page.getByText('Nu mai este nimic de anulat de la ultimul reset.')).toBeVisible()
  await expectPoints(tab, ana.name, 0)
})

test('an edit that is still unsent is undone offline, and both reach the cloud', async ({ cloud, boot }) => {
  const device = await boot('tablet')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await device.proxy.down()
  await quickPoints(page, ana.name, '+5')
  await undo(page).click()
  await expectPoints(page, ana.name, ana.points)
  await quickPoints(page, ana.name, '+1')
  await expect(redo(page)).toBeDisabled()
  await device.proxy.up()
  await expect.poll(async () => (await readReplica(page)).outbox, { timeout: 40_000 }).toEqual([])
  await expectCloudPoints(cloud, ana.id, ana.points + 1)
  const entries = await cloud.db('select 1 from public.point_entries where employee = $1', [ana.id])
  expect(entries).toHaveLength(3)
})
