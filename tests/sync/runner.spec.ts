import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { beforeEach, expect, test, vi } from 'vitest'
import { openDb } from '../../src/db/open.ts'
import { localStore } from '../../src/db/store.ts'
import { CloudError } from '../../src/domain/errors.ts'
import type { PolledHead } from '../../src/domain/head.ts'
import type { Engine, News } from '../../src/sync/ports.ts'
import { createRunner, type Runner } from '../../src/sync/runner.ts'

let now: number
let polls: number
let runner: Runner
let answer: () => Promise<PolledHead>
let store: ReturnType<typeof localStore>
let news: News[]

beforeEach(async () => {
  now = 0
  polls = 0
  news = []
  answer = () => Promise.reject(new CloudError('offline'))
  const db = await openDb('u', { indexedDB: new IDBFactory(), IDBKeyRange })
  const cloud = {
    poll: () => {
      polls += 1
      return answer()
    },
  } as unknown as Engine['cloud']
  store = localStore(db)
  runner = createRunner({
    cloud,
    store,
    tabs: { tell: (one) => void news.push(one), open: () => new Set() },
    clock: { now: () => now, random: () => 0.5, wait: () => Promise.resolve() },
    app: 'test',
    cancel: { current: new AbortController() },
  })
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})

test('twenty tabs that tick at once are one poll', async () => {
  await Promise.all(Array.from({ length: 20 }, () => runner.tick()))
  expect(polls).toBe(1)
})

test('polls begin at least 900 ms apart, however long they take', async () => {
  answer = () => {
    now += 400
    return Promise.reject(new CloudError('bad_answer'))
  }
  await runner.tick()
  runner.memory.poll.nextAt = 0
  now = 899
  await runner.tick()
  expect(polls).toBe(1)
  now = 1000
  await runner.tick()
  expect(polls).toBe(2)
})

test('failures space the polls out; a click does not wait for that', async () => {
  await runner.tick()
  now = 1000
  await runner.tick()
  const before = polls
  now = 1900
  await runner.tick()
  expect(polls).toBe(before)
  await runner.hurry()
  expect(polls).toBe(before + 1)
})

test('what was stopped stays stopped', async () => {
  runner.stop()
  await runner.tick()
  await runner.hurry()
  expect(polls).toBe(0)
})

test('a step that cannot write says so to every tab', async () => {
  vi.spyOn(store, 'state').mockRejectedValue(new CloudError('storage_full'))
  await runner.tick()
  expect(news).toEqual([{ is: 'storage', code: 'storage_full' }])
})
