import { parseArgs } from 'node:util'
import { ensureBrowser } from '../../scripts/browser.ts'
import { ensureBuilt } from '../../scripts/build.ts'
import { startCloud } from '../../local/cloud.ts'
import { enter } from '../e2e/support/app.ts'
import { BareBrowser } from '../e2e/support/bare-browser.ts'
import { awardAtCloud, cloudHead } from '../e2e/support/cloud-facts.ts'
import { Device } from '../e2e/support/device.ts'
import { pulseOf } from '../e2e/support/pulse.ts'
import { readReplica, rootOf } from '../e2e/support/replica.ts'
import { ana, makeWorld } from '../e2e/support/world.ts'

/*
 * `npm run soak [-- --minutes 60 --tabs 1 --outage 10]`: a long watch over one device without a debugger. Counts its polls, takes the
 * server away for 20 s every `outage` minutes, changes something every minute, and at the end looks at what the device holds.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    tabs: { type: 'string', default: '1' },
    outage: { type: 'string', default: '10' },
  },
})
const minutes = Number(values.minutes)
const tabs = Number(values.tabs)
const outage = Number(values.outage)
if (![minutes, tabs, outage].every((value) => Number.isInteger(value) && value > 0)) {
  throw new Error('--minutes, --tabs and --outage are whole positive numbers')
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

await Promise.all([ensureBuilt(), ensureBrowser()])
const cloud = await startCloud({ port: 0, empty: true })
await makeWorld(cloud)
const device = await Device.boot('soak', cloud.url)
const page = await enter(device, 'viewer')
const url = page.url()
await device.stop()

const browser = BareBrowser.start(device.profile, ...Array.from({ length: tabs }, () => url))
await device.proxy.rule('poll', { is: 'slow', ms: 0 }, 3).hit(3)
const from = Date.now()
const outages: number[] = []
for (let minute = 1; minute <= minutes; minute++) {
  const start = Date.now()
  await awardAtCloud(cloud, ana.id, 1)
  if (minute % outage === 0) {
    await device.proxy.down()
    await wait(20_000)
    await device.proxy.up()
    const since = Date.now()
    await device.proxy.rule('poll', { is: 'slow', ms: 0 }, 1).hit()
    outages.push(Date.now() - since)
  }
  await wait(60_000 - (Date.now() - start))
  const { polls, longestGap } = pulseOf(device.proxy.seen, start, Date.now())
  console.log(`minute ${String(minute)}: ${String(polls)} polls, longest silence ${String(longestGap)} ms`)
}
const pulse = pulseOf(device.proxy.seen, from, Date.now())
await browser.stop()

await device.start()
const after = await device.open(url)
await after.getByRole('alertdialog').getByRole('button', { name: '📥 DESCARCĂ SINCRONIZARE' }).click()
await after.getByRole('alertdialog').waitFor({ state: 'detached' })
const isSame = rootOf(await readReplica(after)) === (await cloudHead(cloud)).root
await device.dispose()
await cloud.stop()

const perMinute = (pulse.polls - outages.length) / (minutes - outages.length / 3)
console.log(`
${String(tabs)} tab(s), ${pulse.seconds.toFixed(0)} s, no debugger
polls            ${String(pulse.polls)} (${perMinute.toFixed(1)} a minute while the server was there), ${String(pulse.failed)} without an answer
longest silence  ${String(pulse.longestGap)} ms (outages included)
outages          ${String(outages.length)}, first poll after ${outages.map((ms) => `${String(ms)} ms`).join(', ') || '-'}
replica          ${isSame ? 'root equal to the cloud' : 'ROOT DIFFERS'}`)
if (!isSame || perMinute < 54 || perMinute > 62) process.exitCode = 1
