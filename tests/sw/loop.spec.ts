import 'fake-indexeddb/auto'
import { v4 } from 'uuid'
import { beforeEach, expect, test, vi } from 'vitest'
import { readMeta } from '../../src/db/meta.ts'
import { openDb } from '../../src/db/open.ts'
import { emptyDb } from '../../src/db/remains.ts'
import type { ToPage, ToWorker } from '../../src/channel/worker.ts'

/* The worker's side of the talk with the pages; each test is another run of it. */

/** What the worker's loop offers; its own types are of a runtime that tests are not compiled for. */
interface Loop {
  hear(message: ToWorker, source: object): Promise<void>
}

let loop: Loop
let user: string
/** What the pages have heard. */
let said: ToPage[]
/** Tokens of the polls, and what the cloud says. */
let polls: (string | undefined)[]
let answer: (token: string | undefined) => Response | Promise<Response>
let page: object

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  vi.resetModules()
  user = v4()
  said = []
  polls = []
  answer = () => Promise.reject(new TypeError('offline'))
  page = {
    id: 'page',
    postMessage: ({ message }: { message: ToPage }) => void said.push(message),
  }
  vi.stubGlobal('self', { clients: { matchAll: async () => [page] } })
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    const token = headers['authorization']?.replace('Bearer ', '')
    polls.push(token)
    return answer(token)
  })
  loop = (await import(new URL('../../src/sw/loop.ts', import.meta.url).pathname)) as Loop
})

const give = (accessToken: string, whose = user) =>
  loop.hear(
    { is: 'access', access: { accessToken, expiresAt: 0, user: whose, url: 'https://cloud.test', key: '' } },
    page,
  )
const wake = () => loop.hear({ is: 'wake', user }, page)
const asked = () => said.filter(({ is }) => is === 'need-access')
const databases = async () => (await indexedDB.databases()).map(({ name }) => name)

test('the worker runs for nobody whose token it does not have', async () => {
  await wake()
  await give('theirs', v4())
  await wake()
  expect(asked()).toEqual([
    { is: 'need-access', refused: null },
    { is: 'need-access', refused: null },
  ])
  expect(polls).toEqual([])
  expect(await databases()).not.toContain(`punctaj:${user}`)
  await give('mine')
  await wake()
  expect(polls).toEqual(['mine'])
})

test('the worker stops for who has signed out, and what is under way writes nothing more', async () => {
  const row = (sync_key: string, version: number) => ({
    sync_key,
    version,
    data_hash: 'x',
    last_modified_by: null,
    last_modified_at: null,
  })
  const head = [row('global_version', 5), row('force_sync', 0), row('min_client', 1), row(`me:${user}`, 5)]
  let open = () => {}
  // The download is asked for once the poll has been answered.
  answer = () =>
    polls.length === 1 ? Response.json(head) : new Promise((go) => (open = () => go(new Response('', { status: 500 }))))
  await give('mine')
  const running = wake()
  await vi.waitFor(() => expect(polls).toHaveLength(2))
  const lock = async () => ((await readMeta(await openDb(user), 'lock')) ?? { is: 'none' }).is
  expect(await lock()).toBe('downloading')
  await loop.hear({ is: 'signed-out', user }, page)
  open()
  await running
  expect(polls).toHaveLength(2)
  expect(await lock()).toBe('downloading')
  await wake()
  expect(asked()).toHaveLength(1)
})

test('the worker does not stop for the sign-out of somebody else', async () => {
  await give('mine')
  await wake()
  await loop.hear({ is: 'signed-out', user: v4() }, page)
  await wake()
  expect(polls).toEqual(['mine', 'mine'])
  expect(asked()).toEqual([])
})

test('the worker asks the pages for a token in place of a refused one', async () => {
  answer = (token) => new Response('{}', { status: token === 'old' ? 401 : 500 })
  await give('old')
  const running = wake()
  await vi.waitFor(() => expect(asked()).toEqual([{ is: 'need-access', refused: 'old' }]))
  await give('old')
  expect(polls).toEqual(['old'])
  await give('new')
  await running
  expect(polls).toEqual(['old', 'new'])
})

test('the worker runs for nobody whose database a sign-out has emptied', async () => {
  await emptyDb(await openDb(user))
  await give('mine')
  await wake()
  expect(polls).toEqual([])
  await wake()
  expect(asked()).toHaveLength(1)
})
