import {
  enter,
  expectHome,
  expectLocked,
  expectPoints,
  expectUnlocked,
  lockOf,
  openReports,
  openRoster,
  prepareReset,
  quickPoints,
  reportLines,
  signInByDiscord,
  takeDownload,
} from '../support/app.ts'
import { awardAtCloud, cloudHead, cloudPoints, expectCloudPoints } from '../support/cloud-facts.ts'
import { readReplica, rootOf } from '../support/replica.ts'
import { expect, test } from '../support/test.ts'
import { ana, bogdan, carmen, police } from '../support/world.ts'

test('sign-in, points, lock and download, work without a network, reset and report', async ({ cloud, boot }) => {
  const device = await boot('firefox')
  const page = await device.open()

  await test.step('signs in with Discord and takes the first verified download', async () => {
    expect(await page.evaluate(() => navigator.userAgent)).toMatch(/ Firefox\/\d+/)
    await signInByDiscord(page, 'admin')
    await expectHome(page)
    await openRoster(page, police.name)
    await expectPoints(page, ana.name, ana.points)
    const replica = await readReplica(page)
    const head = await cloudHead(cloud)
    expect(replica.meta.head).toMatchObject(head)
    expect(rootOf(replica)).toBe(head.root)
  })

  await test.step('gives points, which arrive at the cloud', async () => {
    await quickPoints(page, ana.name, '+5')
    await expectPoints(page, ana.name, ana.points + 5)
    await expectCloudPoints(cloud, ana.id, ana.points + 5)
    await expect.poll(async () => (await readReplica(page)).outbox).toEqual([])
  })

  await test.step('is locked by somebody else’s change, in both tabs, and one click unlocks both', async () => {
    const second = await device.open(new URL(page.url()).pathname)
    await expectPoints(second, ana.name, ana.points + 5)
    await awardAtCloud(cloud, bogdan.id, 7)
    await expectLocked(page, second)
    await takeDownload(second)
    await expectUnlocked(page, second)
    for (const tab of [page, second]) await expectPoints(tab, bogdan.name, bogdan.points + 7)
    await second.close()
  })

  await test.step('is edited without a network; the edit arrives when it is back', async () => {
    await device.proxy.down()
    await quickPoints(page, carmen.name, '+1')
    await expectPoints(page, carmen.name, carmen.points + 1)
    expect((await readReplica(page)).outbox).toHaveLength(1)
    expect(await cloudPoints(cloud, carmen.id)).toBe(carmen.points)
    await device.proxy.up()
    await expect.poll(async () => (await readReplica(page)).outbox, { timeout: 40_000 }).toEqual([])
    expect(await cloudPoints(cloud, carmen.id)).toBe(carmen.points + 1)
    await expect(lockOf(page)).toHaveCount(0)
  })
})

test('a closed browser starts without a network, from its worker and its replica, and keeps what is edited then', async ({
  cloud,
  boot,
}) => {
  const device = await boot('firefox')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))

  await device.proxy.down()
  await device.stop()
  await device.start()
  const later = await device.open()
  await openRoster(later, police.name)
  await expectPoints(later, ana.name, ana.points)
  await quickPoints(later, ana.name, '+1')
  await expectPoints(later, ana.name, ana.points + 1)
  await later.reload()
  await expectPoints(later, ana.name, ana.points + 1)

  await device.proxy.up()
  await expect.poll(() => cloudPoints(cloud, ana.id), { timeout: 40_000 }).toBe(ana.points + 1)
})

test('a reset archives the week, zeroes it, and the report shows it', async ({ cloud, boot }) => {
  const page = await enter(await boot('firefox'), 'admin')
  await openRoster(page, police.name)
  const confirm = await prepareReset(page, police.name)
  await confirm()
  await expect(page.getByText(/Iasi\/Politia_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.json/).first()).toBeVisible()
  await expect.poll(() => cloudPoints(cloud, ana.id)).toBe(0)
  const uploaded = () => cloud.db(`select uploaded_at is not null as up from public.archives where kind = 'reset'`)
  await expect.poll(uploaded).toEqual([{ up: true }])

  await page.keyboard.press('Escape')
  await expectPoints(page, ana.name, 0)
  await openReports(page)
  await expect(reportLines(page)).toHaveCount(1)
  await reportLines(page).getByRole('link', { name: '👥 Vezi Angajații' }).click()
  const report = page.getByRole('table', { name: 'Angajații din raport' })
  const people = report.getByRole('row').filter({ hasText: carmen.name })
  await expect(people).toContainText(String(carmen.points))
})
