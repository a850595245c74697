import { enter, openRoster } from '../support/app.ts'
import { BareBrowser } from '../support/bare-browser.ts'
import type { Device } from '../support/device.ts'
import { pulseOf, type Pulse } from '../support/pulse.ts'
import { expect, test } from '../support/test.ts'
import { police } from '../support/world.ts'

/** Signs in through Playwright, then opens the same profile in a browser that nothing is attached to, and counts. */
async function watch(device: Device, tabs: number, seconds: number): Promise<Pulse> {
  const page = await enter(device, 'viewer')
  await openRoster(page, police.name)
  const url = page.url()
  await device.stop()
  const ready = device.proxy.rule('poll', { is: 'slow', ms: 0 })
  const browser = BareBrowser.start(device.profile, ...Array.from({ length: tabs }, () => url))
  try {
    await ready.hit(3)
    ready.end()
    const from = Date.now()
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
    return pulseOf(device.proxy.seen, from, Date.now())
  } finally {
    await browser.stop()
  }
}

test('twenty visible tabs are still one poll a second', async ({ boot }) => {
  test.setTimeout(3 * 60_000)
  const pulse = await watch(await boot('desk'), 20, 20)
  test.info().annotations.push({ type: 'pulse', description: JSON.stringify(pulse) })
  expect(pulse.perSecond).toBeGreaterThan(0.85)
  expect(pulse.perSecond).toBeLessThan(1.15)
})

test('one visible tab polls once a second for five minutes, with nothing attached that keeps a worker alive', async ({
  boot,
}) => {
  test.setTimeout(7 * 60_000)
  const pulse = await watch(await boot('tablet'), 1, 300)
  test.info().annotations.push({ type: 'pulse', description: JSON.stringify(pulse) })
  expect(pulse.polls).toBeGreaterThanOrEqual(270)
  expect(pulse.polls).toBeLessThanOrEqual(310)
  expect(pulse.failed).toBe(0)
})
