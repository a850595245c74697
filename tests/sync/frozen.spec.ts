import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { rosterView, trayView } from '../../src/db/queries.ts'
import { freshMemory } from '../../src/sync/memory.ts'
import type { Engine } from '../../src/sync/ports.ts'
import { push } from '../../src/sync/push.ts'
import { step } from '../../src/sync/step.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

/*
 * A tab is frozen in the middle of its step, its lock is taken away, another tab goes on; then it thaws and ends what it had
 * begun, under no lock. Whatever the await at which it stood still, the device must come out as if it had never woken.
 */

let cloud: Cloud
let other: Device
let device: Device
let place: Awaited<ReturnType<typeof makePlace>>
let count = 0

beforeAll(async () => {
  cloud = await openCloud()
  other = await openDevice(cloud, 'admin')
  await other.sync()
})
afterAll(() => cloud.stop())
beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  device = await openDevice(cloud)
  await device.sync()
  count += 1
  place = await makePlace(device, `Orașul ${count}`)
  await other.sync()
  if ((await other.lock()).is !== 'synced') await other.download()
})

type Call = 'poll' | 'delta' | 'pull' | 'push'

/** A second tab of the device, that stands still once when a call of this name has been answered. */
function frozenTab(call: Call) {
  let thaw = () => {}
  let reached = () => {}
  const thawed = new Promise<void>((go) => (thaw = go))
  const frozen = new Promise<void>((at) => (reached = at))
  const real = device.engine.cloud[call] as (...args: unknown[]) => Promise<unknown>
  const stopped = async (...args: unknown[]) => {
    const answer = await real(...args)
    reached()
    await thawed
    return answer
  }
  const engine: Engine = { ...device.engine, cloud: { ...device.engine.cloud, [call]: stopped } }
  const memory = freshMemory()
  async function run(): Promise<void> {
    if (await step(engine, memory, true)) await push(engine, memory, true).catch(() => undefined)
  }
  return { run, frozen, thaw: () => thaw() }
}

const points = async () => (await rosterView(device.db, place.institution))?.rows[0]?.points

const cloudEntries = () =>
  cloud.db<{ delta: number }>(`select delta from point_entries where employee = $1 and reason = 'test' order by seq`, [
    place.first,
  ])

test.each(['poll', 'delta', 'push'] as const)(
  'what a tab goes on with that was frozen at its %s changes nothing',
  async (call) => {
    await other.mutate(award(place.institution, place.first, 7))
    await other.sync()
    if (call === 'push') await device.mutate(award(place.institution, place.first, 5))
    const tab = frozenTab(call)
    const running = tab.run()
    await tab.frozen
    await device.mutate(award(place.institution, place.first, 1)).catch(() => undefined)
    await device.sync()
    if ((await device.lock()).is !== 'synced') await device.download()
    await device.mutate(award(place.institution, place.first, 2))
    await device.sync()
    const before = { head: (await device.state()).head, points: await points(), entries: await cloudEntries() }
    const told = vi.spyOn(device.engine.store, 'lock')

    tab.thaw()
    await running
    expect(await device.lock()).toEqual({ is: 'synced' })
    expect((await device.state()).head).toEqual(before.head)
    expect(await points()).toBe(before.points)
    expect(await cloudEntries()).toEqual(before.entries)
    expect(await trayView(device.db)).toEqual([])
    expect(await device.db.outbox.count()).toBe(0)
    const locks = await Promise.all(told.mock.results.map(({ value }) => value as Promise<{ is: string }>))
    expect(locks.filter(({ is }) => is !== 'synced')).toEqual([])
  },
)
