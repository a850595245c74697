import type { Page } from '@playwright/test'
import {
  downloadButton,
  enter,
  expectLocked,
  expectPoints,
  expectUnlocked,
  lockOf,
  openRoster,
  quickPoints,
  rowOf,
} from './support/app.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { expect, test } from './support/test.ts'
import { ana, police } from './support/world.ts'

const paths = ['/', '/reports', '/admin/sync', '/status', '/tray', '/settings', '/import', '/nowhere']

/** How far the page or a dialog can be scrolled to the side; what is wider than the screen scrolls within itself. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const frames = document.querySelectorAll('html, .page, dialog[open], dialog[open] > .body')
    return Math.max(...[...frames].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))
  })

/** Words that are broken into single letters: each of these lines is the value of one fact. */
const slivers = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.facts dd')]
      .filter((fact) => fact.getBoundingClientRect().width < 60)
      .map(({ textContent }) => textContent),
  )

/** Controls of the page that are cut off by the screen's edge, without anything to scroll them into sight. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null && (element.scrollWidth > element.clientWidth + 1 || scrolls(element.parentElement))
    return [...document.querySelectorAll<HTMLElement>('button, a[href], input, select')]
      .filter((control) => control.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
      .filter((control) => {
        const { left, right, width } = control.getBoundingClientRect()
        return width > 1 && (left < -1 || right > innerWidth + 1) && !scrolls(control.parentElement)
      })
      .map((control) => control.getAttribute('aria-label') ?? control.innerText)
  })

/** Once the page has taken its new size. */
const expectInReach = (page: Page, what: string): Promise<void> =>
  expect.poll(async () => [await sideways(page), await cutOff(page)], { message: what }).toEqual([0, []])

const sizes = [
  { name: 'a phone of 320 pixels', width: 320, height: 640 },
  { name: 'half a tablet, 540 pixels', width: 540, height: 960 },
  // 1440 × 900 at twice the size has half the pixels.
  { name: 'a desktop at 200 % zoom', width: 720, height: 450 },
]

for (const { name, width, height } of sizes) {
  test(`everything is in reach on ${name}`, async ({ cloud, boot }) => {
    test.setTimeout(120_000)
    const device = await boot('office')
    const page = await device.open()
    await page.setViewportSize({ width, height })
    await expectInReach(page, 'sign in')
    await page.close()

    const own = await enter(device, 'admin')
    await openRoster(own, police.name)
    await own.setViewportSize({ width, height })
    await expectInReach(own, 'roster')
    // Not only in the document: a name can be read, and does not end below the points that stay in sight.
    const shown = await rowOf(own, ana.name).locator('.name').boundingBox()
    const place = await rowOf(own, ana.name).locator('.is-name').boundingBox()
    const points = await rowOf(own, ana.name).locator('.is-points').boundingBox()
    expect(shown?.width).toBeGreaterThan(60)
    expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual((points?.x ?? 0) + 1)
    await quickPoints(own, ana.name, '+5')
    await expectPoints(own, ana.name, ana.points + 5)
    await own.getByRole('button', { name: 'Adaugă angajat' }).click()
    await expect(own.getByRole('dialog')).toBeVisible()
    await expectInReach(own, 'form')
    await own.keyboard.press('Escape')

    await own.keyboard.press('Control+k')
    await own.keyboard.type('sp')
    await expect(own.getByRole('dialog').getByRole('option').first()).toBeVisible()
    await expectInReach(own, 'palette')
    await own.keyboard.press('Escape')

    await awardAtCloud(cloud, ana.id, 1)
    await expectLocked(own)
    await downloadButton(own).scrollIntoViewIfNeeded()
    // Nothing in the dialog is wider than the dialog.
    expect(await lockOf(own).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0)
    await expectInReach(own, 'lock')
    await downloadButton(own).click()
    await expectUnlocked(own)

    for (const path of paths) {
      await own.goto(path)
      await expect(own.getByRole('heading', { level: 1 })).toBeAttached()
      await expectInReach(own, path)
      expect(await slivers(own), path).toEqual([])
    }
  })
}
