import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { joinNews, type TabNews } from '../../src/channel/news.ts'
import { rosterView } from '../../src/db/queries.ts'
import { freshPace, pollGapMs } from '../../src/sync/pace.ts'
import { createRunner, type Runner } from '../../src/sync/runner.ts'
import { award, type Device, makePlace, openCloud, openDevice } from './world.ts'

/*
 * What a signal can do, forged, replayed or in a flood: bring about a poll. The real engine against the real cloud, with a
 * clock of our own.
 */

let cloud: Cloud
let boss: Device
let victim: Device
let place: Awaited<ReturnType<typeof makePlace>>
let runner: Runner
let now: number
let polls: number

beforeAll(async () => {
  cloud = await openCloud()
  boss = await openDevice(cloud)
  await boss.sync()
  place = await makePlace(boss, 'Iași', ['Ion', 'Ana'])
})
afterAll(() => cloud.stop())

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  victim = await openDevice(cloud, 'admin')
  await victim.sync()
  await boss.sync()
  now = Date.now()
  polls = 0
  const { poll } = victim.engine.cloud
  victim.engine.cloud.poll = (signal) => ((polls += 1), poll(signal))
  victim.engine.clock = { ...victim.engine.clock, now: () => now, wait: async (ms) => void (now += ms) }
  runner = createRunner(victim.engine)
})

const points = async () =>
  (await rosterView(victim.db, place.institution))?.rows.find(({ id }) => id === place.first)?.points
const rows = async () =>
  JSON.stringify(await Promise.all(['meta', 'leaves', 'outbox', 'tray'].map((name) => victim.db.table(name).toArray())))

/** One in 900 ms, and one more at the beginning: a tick may just have polled when the first signal comes. */
const mostPolls = (ms: number) => Math.floor(ms / pollGapMs) + 2

/** Every kind of news that there is; what it says is untrue, or was true once. */
const forged: TabNews[] = [
  { is: 'polled', at: 0, version: 999_999, minClient: 99 },
  { is: 'unreachable', at: 0, code: 'client_too_old' },
  { is: 'lock' },
  { is: 'applied', version: 999_999 },
  { is: 'archive', held: 9, total: 1 },
  { is: 'storage', code: 'storage_full' },
  { is: 'cancel' },
  { is: 'signed-out' },
]

/** Hears the channel as the worker does. */
const hearing = () => joinNews(victim.user, (news) => void (news.is === 'cancel' && runner.onCancelled()))

describe('a signal', () => {
  test('brings about one poll, and neither locks nor brings data nor unlocks', async () => {
    const before = await rows()
    await runner.onSignal()
    expect(polls).toBe(1)
    expect(await rows()).toBe(before)
    await boss.mutate(award(place.institution, place.first, 5))
    await boss.sync()
    await runner.onSignal()
    const lock = await victim.lock()
    expect(lock).toMatchObject({ is: 'required', cause: { reason: 'changed' } })
    for (let n = 0; n < 5; n++) await runner.onSignal()
    expect(await victim.lock()).toEqual(lock)
  })

  test('in a flood brings about no more than one poll in 900 ms', async () => {
    const from = now
    await Promise.all(Array.from({ length: 500 }, () => runner.onSignal()))
    for (let n = 0; n < 40; n++) await Promise.all([runner.onSignal(), runner.onSignal(), runner.tick(), runner.tick()])
    expect(polls).toBeLessThanOrEqual(mostPolls(now - from))
    expect(polls).toBeGreaterThan(30)
  })

  test('in a flood with a new runner each time, as signing out and in again makes them, polls no more often', async () => {
    const pace = freshPace()
    const from = now
    for (let n = 0; n < 20; n++) {
      const one = createRunner(victim.engine, pace)
      await Promise.all([one.tick(), one.onSignal()])
      one.stop()
    }
    expect(polls).toBeLessThanOrEqual(mostPolls(now - from))
  })

  test('waits no longer than the gap when the clock was set back', async () => {
    await runner.onSignal()
    now -= 3_600_000
    const from = now
    await runner.onSignal()
    expect(now - from).toBeLessThanOrEqual(pollGapMs)
    expect(polls).toBe(2)
  })
})

describe('news on the channel', () => {
  test('forged and replayed, of every kind, change no row', async () => {
    const before = await rows()
    const [ours, stranger] = [hearing(), new BroadcastChannel('punctaj')]
    const heard: unknown[] = []
    const other = joinNews(victim.user, (news) => heard.push(news))
    for (let turn = 0; turn < 3; turn++)
      for (const news of forged) stranger.postMessage({ v: 1, user: victim.user, news })
    await expect.poll(() => heard.length).toBe(3 * forged.length)
    expect(await rows()).toBe(before)
    expect(polls).toBe(0)
    for (const one of [ours, stranger, other]) one.close()
  })

  test('a forged word that somebody cancelled does not stop a download that nobody cancelled', async () => {
    // Nobody is asked under this policy: the change comes by itself, unless somebody really stops it.
    await boss.online.rpc('settings_set', { patch: { policy: 'automatic' } })
    try {
      await boss.sync()
      await boss.mutate(award(place.institution, place.first, 1))
      await boss.sync()
      const wanted = (await rosterView(boss.db, place.institution))?.rows.find(({ id }) => id === place.first)?.points
      const { delta } = victim.engine.cloud
      victim.engine.cloud.delta = async (ask, signal) => {
        await runner.onCancelled()
        return delta(ask, signal)
      }
      // The device learns the policy with its first change.
      for (let n = 0; n < 3; n++) await runner.onSignal()
      if ((await victim.lock()).is !== 'synced') await victim.download()
      await boss.mutate(award(place.institution, place.first, 1))
      await boss.sync()
      await runner.onSignal()
      expect(await victim.lock()).toEqual({ is: 'synced' })
      expect(await points()).toBe((wanted ?? 0) + 1)
    } finally {
      await boss.online.rpc('settings_set', { patch: { policy: 'strict' } })
    }
  })

  test('a real cancel still stops a download', async () => {
    await boss.mutate(award(place.institution, place.first, 1))
    await boss.sync()
    const { delta } = victim.engine.cloud
    victim.engine.cloud.delta = async (ask, signal) => {
      await victim.engine.store.lock({ is: 'cancelled' })
      await runner.onCancelled()
      return delta(ask, signal)
    }
    await runner.onSignal()
    expect(runner.memory.cancelled).not.toBeNull()
    expect(await victim.lock()).toMatchObject({ is: 'required' })
  })
})
