import type { Page } from '@playwright/test'
import { adminPath, enter, expectLocked, forceSync, takeDownload, workerReady } from './support/app.ts'
import { faults } from './support/axe.ts'
import type { Device } from './support/device.ts'
import { expect, test } from './support/test.ts'

const openSettings = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Setări' }).click()
  await expect(page.getByRole('heading', { name: 'Setări' })).toBeVisible()
}
const notices = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title }) => title))

/** Signs in where notifications are allowed, and turns them on. */
async function enterNoticing(device: Device): Promise<Page> {
  await device.allowNotifications()
  const page = await enter(device, 'viewer')
  await workerReady(page)
  await openSettings(page)
  await page.getByRole('button', { name: 'Pornește notificările' }).click()
  await expect(page.getByText('Pornite pe acest dispozitiv')).toBeVisible()
  return page
}

test('a forced resync that nobody sees is told once, however many tabs there are; where it is seen it is not', async ({
  boot,
}) => {
  const [office, home, tablet] = [await boot('office'), await boot('home'), await boot('tablet')]
  const page = await enterNoticing(home)
  const seen = await enterNoticing(tablet)
  await page.evaluate(() => {
    const say = (text: string) => () => Promise.resolve(void (document.documentElement.dataset['badge'] = text))
    Object.assign(navigator, { setAppBadge: say('on'), clearAppBadge: say('off') })
  })
  const tab = await home.open('/')
  await expect(tab.getByRole('grid')).toBeVisible()
  await home.hideTabs()

  const admin = await enter(office, 'admin')
  await admin.goto(adminPath)
  await forceSync(admin, 'Curățenie')
  await expectLocked(page, tab, seen)
  await expect.poll(() => notices(page)).toEqual(['🔔 Au apărut modificări în cloud!'])
  await expect(page.locator('html')).toHaveAttribute('data-badge', 'on')
  expect(await notices(seen)).toEqual([])
  await takeDownload(tab)
  await expect.poll(() => notices(page)).toEqual([])
  await expect(page.locator('html')).toHaveAttribute('data-badge', 'off')
  await page.getByRole('button', { name: 'Oprește notificările' }).click()
  await expect(page.getByRole('button', { name: 'Pornește notificările' })).toBeVisible()
})

test('the app is installed by its own button where the browser offers it', async ({ boot }) => {
  const page = await enter(await boot('office'), 'admin')
  await openSettings(page)
  const install = page.getByRole('region', { name: 'Instalare' })
  await page.evaluate(() => {
    const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
      prompt: () => {
        dispatchEvent(new Event('appinstalled'))
        return Promise.resolve({ outcome: 'accepted' })
      },
    })
    dispatchEvent(offer)
  })
  await install.getByRole('button', { name: 'Instalează aplicația' }).click()
  await expect(install).toContainText('Aplicația este instalată')
})

test('the settings say which app and cloud this is, lead to the keys, and read well', async ({ boot }) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openSettings(page)
  await expect(page.getByRole('region', { name: 'Despre' })).toContainText(device.proxy.url)
  await page.getByRole('button', { name: 'Arată tastele' }).click()
  await expect(page.getByRole('dialog', { name: 'Taste' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Arată tastele' })).toBeFocused()
  await page.getByLabel('Limbă').selectOption('en')
  await expect(page.getByRole('region', { name: 'What this device keeps' })).toBeVisible()
  expect(await faults(page)).toEqual([])
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 720 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
})

test('the manifest has what an installed app needs', async ({ cloud }) => {
  const manifest = (await (await fetch(`${cloud.url}/manifest.webmanifest`)).json()) as Record<string, unknown[]>
  expect(manifest).toMatchObject({ id: '/', lang: 'ro', display: 'standalone' })
  expect(manifest['shortcuts']).toMatchObject([{ url: '/reports' }, { url: '/status' }])
  for (const { src } of [...(manifest['icons'] ?? []), ...(manifest['screenshots'] ?? [])] as { src: string }[]) {
    const answer = await fetch(cloud.url + src)
    expect([src, answer.headers.get('content-type')]).toEqual([src, expect.stringMatching(/^image\//)])
  }
})
