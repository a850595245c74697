import { parseArgs } from 'node:util'
import { ensureBrowser } from '../../scripts/browser.ts'
import { ensureBuilt } from '../../scripts/build.ts'
import { archives } from './archives.ts'
import { bigRoster, rosterOfTenThousand } from './big-roster.ts'
import { broadcast } from './broadcast.ts'
import { coldStart } from './cold-start.ts'
import { dashboard } from './dashboard.ts'
import { firstSync } from './first-sync.ts'
import { heavyCalls } from './heavy-calls.ts'
import { lockLatency } from './lock-latency.ts'
import { oneChange } from './one-change.ts'
import { poll } from './poll.ts'
import { writeReport, type Line } from './report.ts'
import { large, small, withCloud } from './stage.ts'

/*
 * `npm run bench [-- --only lock] [-- --quick]`: measures and writes docs/benchmarks.md. Anything but a whole run is only shown.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } })
const some = (usual: number, quick: number) => (values.quick ? quick : usual)

const measures: Record<string, () => Promise<Line[]>> = {
  lock: () => lockLatency(some(200, 10)),
  tabs: () => broadcast(20, some(20, 3)),
  first: () => withCloud(large, (cloud) => firstSync(cloud, some(5, 1))),
  archives: () => archives(some(1_000, 50)),
  change: () => withCloud(large, (cloud) => oneChange(cloud, some(20, 3))),
  roster: () => withCloud(bigRoster, (cloud) => rosterOfTenThousand(cloud, some(5, 2))),
  devices: () => withCloud(small, (cloud) => dashboard(cloud, some(12, 3))),
  calls: () => heavyCalls(),
  poll: () => poll(some(2_000, 200)),
  cold: () => withCloud(large, (cloud) => coldStart(cloud, some(5, 2))),
}

const notes = [
  'One process runs the embedded cloud, a counting proxy and the measuring; headless Chromium is driven through it. Times seen in a page are taken by the page itself.',
  'Lock latency: from the moment the change is committed at the cloud, at a random point between two polls, until the lock is in the document.',
  'Broadcast: each of twenty tabs notes by its own clock when it hears that the lock has moved; from the first to the last of them. Its floor: as many pages of the same origin with nothing but a channel, and a word on it once a second.',
  'First sync: from the first request for data until the application is free, verified against the cloud afterwards. Its floor: a bare page of the same origin repeats the very same requests and writes the answers, unread, into IndexedDB. Both in turns in one run.',
  'Archives: from the first request for them until all are on the device, verified; held against a page that fetches the same files one after the other. Not the same way: ours come in bulk from Postgres (`archive_bodies`), the others one by one from storage, so the ratio is what a device gains, not what more requests at once would gain. “20 ms away”: each request waits that long on its way.',
  'Roster of 10,000: in a page that has read none yet, from the click on its link until the task after the frame with its first rows; for the search, how long the page is at work from the input event until the new rows are laid out; for scrolling, long tasks while the whole roster passes by, one screen each frame.',
  'Dashboard: the administrators’ page with 500 devices at the cloud, of which a hundred are shown; between any two of its questions every device has said something, as after a change that all of them have taken.',
  'Poll: bytes are what HTTP/1.1 writes for a real Chromium, headers and all, without TCP and TLS; a CDN adds headers of its own, HTTP/2 sends repeated ones once. In PostgreSQL each poll is a transaction of its own that takes the person on, as PostgREST makes it; the program that asks shares the machine.',
  'Calls over everything: one statement each in PostgreSQL, as PostgREST makes it, by a superuser; the times are the database’s work and the way to it on this machine.',
  'Bytes are otherwise those on the wire, after compression, without headers.',
]

await Promise.all([ensureBuilt(), ensureBrowser()])
const lines: Line[] = []
for (const [name, measure] of Object.entries(measures)) {
  if (values.only !== undefined && values.only !== name) continue
  const start = Date.now()
  const found = await measure()
  lines.push(...found)
  for (const { what, ours, against, ratio } of found) console.log(`${what}: ${ours} | ${against} | ${ratio}`)
  console.log(`  (${name}: ${((Date.now() - start) / 1000).toFixed(0)} s)`)
}
if (values.only === undefined && !values.quick) await writeReport(lines, notes)
