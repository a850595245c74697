import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Holders, joinHolders } from '../../src/channel/holders.ts'
import { type Takeover, watchLocks } from '../../src/page/takeover.ts'
import { engineLock, exclusively, isAtWork } from '../../src/sync/exclusive.ts'
import { beTab, Locks } from './locks.ts'

let locks: Locks
let takeover: Takeover
let other: Holders | null

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  locks = new Locks()
  beTab(locks)
  other = null
  takeover = watchLocks()
})
afterEach(() => {
  takeover.close()
  other?.close()
  vi.useRealTimers()
})

// Messages between tabs take a moment of the real time.
const later = setTimeout
const pause = (ms: number) => new Promise((done) => later(done, ms))

/** Until who is asked has answered, or has not. */
async function answers(): Promise<void> {
  await pause(20)
  vi.advanceTimersByTime(1500)
  await pause(20)
}

/** Another tab that takes a lock and never ends. */
function holdElsewhere(name: string, tab = 'frozen'): () => void {
  let end = () => {}
  void locks
    .of(tab)
    .request(name, () => new Promise<void>((done) => (end = done)))
    .catch(() => undefined)
  return () => end()
}

/** So many looks, two seconds apart. */
async function look(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    vi.advanceTimersByTime(2001)
    takeover.look()
    await pause(20)
  }
}

test('a page takes a lock away from who does not answer', async () => {
  holdElsewhere(engineLock)
  await look(2)
  await answers()
  expect(locks.holder(engineLock)).toBeUndefined()
  expect(await exclusively(engineLock, false, async () => 'mine')).toBe('mine')
})

test('a page leaves a lock to who answers', async () => {
  holdElsewhere(engineLock, 'slow')
  other = joinHolders((name) => name === engineLock)
  const channel = new BroadcastChannel('punctaj:holders')
  const answered = new Promise<void>((heard) => {
    channel.onmessage = ({ data }: MessageEvent<object>) => 'alive' in data && heard()
  })
  await look(2)
  await answered
  channel.close()
  await answers()
  expect(locks.holder(engineLock)).toBe('slow')
})

test('a page asks nobody who was not seen before', async () => {
  holdElsewhere(engineLock)
  await look(1)
  await answers()
  expect(locks.holder(engineLock)).toBe('frozen')
  // A look that comes too early is none.
  vi.advanceTimersByTime(100)
  takeover.look()
  await answers()
  expect(locks.holder(engineLock)).toBe('frozen')
})

test('a page leaves a lock alone that has gone to somebody else meanwhile', async () => {
  const end = holdElsewhere(engineLock, 'slow')
  await look(2)
  end()
  await pause(20)
  holdElsewhere(engineLock, 'next')
  await answers()
  expect(locks.holder(engineLock)).toBe('next')
})

test('a page leaves locks alone that are not the engine’s', async () => {
  holdElsewhere('punctaj:draft:x')
  await look(2)
  await answers()
  expect(locks.holder('punctaj:draft:x')).toBe('frozen')
})

test('a page leaves its own lock alone', async () => {
  let end = () => {}
  const working = exclusively(engineLock, true, () => new Promise<void>((done) => (end = done)))
  await look(2)
  await answers()
  expect(locks.holder(engineLock)).toBe('here')
  end()
  await working
})

test('work under a lock that was taken away ends all the same', async () => {
  let end: (said: string) => void = () => undefined
  const working = exclusively(engineLock, true, () => new Promise<string>((done) => (end = done)))
  await pause(5)
  expect(isAtWork(engineLock)).toBe(true)
  await locks.of('other').request(engineLock, { steal: true }, () => undefined)
  end('done')
  expect(await working).toBe('done')
  expect(isAtWork(engineLock)).toBe(false)
})

test('who does not wait for a lock goes away at once', async () => {
  holdElsewhere(engineLock)
  const work = vi.fn(async () => 'mine')
  expect(await Promise.race([exclusively(engineLock, false, work), pause(200).then(() => 'waits')])).toBeUndefined()
  expect(work).not.toHaveBeenCalled()
})
