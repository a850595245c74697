import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { v4 } from 'uuid'
import { beforeEach, expect, test, vi } from 'vitest'
import { openDb } from '../../src/db/open.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import { localStore } from '../../src/db/store.ts'
import { CloudError } from '../../src/domain/errors.ts'
import type { Envelope, PolledHead } from '../../src/domain/head.ts'
import type { Op } from '../../src/domain/op.ts'
import { engineLock, exclusively } from '../../src/sync/exclusive.ts'
import { follow } from '../../src/sync/follow.ts'
import { freshMemory } from '../../src/sync/memory.ts'
import type { Engine } from '../../src/sync/ports.ts'
import { push, pushInTurn } from '../../src/sync/push.ts'
import { createRunner, type Runner } from '../../src/sync/runner.ts'

/* When edits go, by a clock of our own and a cloud that takes everything. */

const start = 1_800_000_000_000
let now: number
let db: PunctajDb
let engine: Engine
let runner: Runner
/** Ids of the ops of each push. */
let sent: string[][]
let answer: () => Promise<void>
let minClient: number

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  now = start
  sent = []
  answer = () => Promise.resolve()
  minClient = 1
  db = await openDb('u', { indexedDB: new IDBFactory(), IDBKeyRange })
  const head = { version: 1, root: 'r', epoch: 0, nonce: '', view_root: '', me: '' }
  const rest = { policy: 'strict', minClient: 1, keep: null, appliedAt: start, moved: 0 }
  await db.meta.put({ key: 'head', value: { ...head, ...rest, stamp: v4() } })
  const polled = (): PolledHead => ({ ...head, by: null, at: null, forcedBy: null, forcedAt: null, minClient })
  const cloud: Partial<Engine['cloud']> = {
    poll: async () => polled(),
    async push(ops) {
      sent.push(ops.map(({ id }) => id))
      await answer()
      // Somebody else has moved the cloud on: the edits stay, acknowledged.
      return { forked: true, results: ops.map(({ id }) => ({ id, status: 'applied' })) } as unknown as Envelope
    },
    report: () => Promise.resolve(),
    log: () => Promise.resolve(),
    archivesMissing: () => Promise.resolve([]),
  }
  engine = {
    cloud: cloud as Engine['cloud'],
    store: { ...localStore(db), sendAgain: () => Promise.resolve() },
    tabs: { tell: () => undefined, open: () => new Set() },
    clock: { now: () => now, random: () => 0, wait: () => Promise.resolve() },
    app: 'test',
    cancel: { current: new AbortController() },
  }
  runner = createRunner(engine)
})

/** An edit at this moment, as `mutate` writes it. */
async function edit(): Promise<string> {
  const id = v4()
  const op: Op = { id, user: 'u', at: now, kind: 'city.create', city: v4(), name: 'Iași' }
  await db.outbox.add({ id, op, state: 'unsent' })
  return id
}

const tryPush = (isUrgent = false) => push(engine, runner.memory, isUrgent).catch(() => undefined)
const after = (ms: number) => {
  now += ms
  return tryPush()
}

test('edits wait for a second without one, and go together', async () => {
  const ids = [await edit()]
  await after(600)
  ids.push(await edit())
  await after(999)
  expect(sent).toEqual([])
  await after(1)
  expect(sent).toEqual([ids])
})

test('who goes on editing is pushed after two seconds', async () => {
  const ids = [await edit()]
  for (const ms of [700, 700, 599]) {
    await after(ms)
    ids.push(await edit())
  }
  expect(sent).toEqual([])
  await after(1)
  expect(sent).toEqual([ids])
})

test('a clock that was set back holds nothing up', async () => {
  const id = await edit()
  await after(-3_600_000)
  expect(sent).toEqual([[id]])
})

test('a push that failed waits, but not for who asks for it', async () => {
  await edit()
  answer = () => Promise.reject(new CloudError('offline'))
  await after(2000)
  expect(sent).toHaveLength(1)
  await after(499)
  expect(sent).toHaveLength(1)
  await tryPush(true)
  expect(sent).toHaveLength(2)
  // The second failure waits longer than the first.
  await after(999)
  expect(sent).toHaveLength(2)
  answer = () => Promise.resolve()
  await after(1)
  expect(sent).toHaveLength(3)
  expect(runner.memory.push.failures).toBe(0)
})

test('two contexts never have the same edit under way', async () => {
  const id = await edit()
  let open = () => {}
  answer = () => new Promise((done) => (open = done))
  const other = createRunner(engine)
  const first = pushInTurn(engine, runner.memory, true, false)
  await vi.waitFor(() => expect(sent).toEqual([[id]]))
  // The loop of another context goes on without; who signs out waits, and finds nothing left.
  await pushInTurn(engine, other.memory, true, false)
  const patient = pushInTurn(engine, other.memory, true, true)
  expect(sent).toEqual([[id]])
  open()
  await Promise.all([first, patient])
  expect(sent).toEqual([[id]])
})

test('a step goes on while the cloud is silent about a push', async () => {
  await edit()
  let open = () => {}
  answer = () => new Promise((done) => (open = done))
  const pushing = pushInTurn(engine, runner.memory, true, false)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  const isFree = await vi.waitUntil(() => exclusively(engineLock, false, () => Promise.resolve(true)), { timeout: 500 })
  expect(isFree).toBe(true)
  open()
  await pushing
})

test('a cloud that wants a newer app gets no edits, and they stay', async () => {
  minClient = 2
  await edit()
  await runner.hurry()
  await expect(pushInTurn(engine, runner.memory, true, true)).rejects.toMatchObject({ code: 'client_too_old' })
  expect(sent).toEqual([])
  expect((await engine.store.state()).unsent).toBe(1)
  minClient = 1
  await runner.hurry()
  expect(sent).toHaveLength(1)
})

test('a long outbox goes in batches that the cloud takes, in order', async () => {
  const ids: string[] = []
  for (let n = 0; n < 501; n += 1) ids.push(await edit())
  await tryPush(true)
  await tryPush(true)
  expect(sent).toEqual([ids.slice(0, 500), ids.slice(500)])
})

test('a change waits longer for its delta while own edits wait for the cloud’s word, whoever sends them', async () => {
  const grace = async () => {
    const waits: number[] = []
    const clock = { ...engine.clock, wait: async (ms: number) => void waits.push(ms) }
    const cloud = { ...engine.cloud, delta: () => Promise.reject(new CloudError('offline')) }
    const polled = { ...(await engine.cloud.poll()), version: 2, root: 'other' }
    await follow({ ...engine, clock, cloud }, freshMemory(), await engine.store.state(), polled)
    return waits
  }
  expect(await grace()).toEqual([300])
  const id = await edit()
  expect(await grace()).toEqual([5000])
  await engine.store.settle([{ id, status: 'applied' }])
  expect(await grace()).toEqual([5000])
})
