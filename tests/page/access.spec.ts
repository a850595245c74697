import { beforeEach, expect, test, vi } from 'vitest'
import { createAuth } from '../../src/cloud/auth/session.ts'
import { expiresSoon, readStored, storageKey, store } from '../../src/cloud/auth/stored.ts'
import { call } from '../../src/cloud/http.ts'
import { type PageAccess, pageAccess } from '../../src/page/access.ts'

const settings = { url: 'https://cloud.test', key: 'k' }
const hour = 3_600_000
let made: number
/** What the cloud says to a renewal; the token it gives by default. */
let renewing: () => Response | Promise<Response>
let renewals: number
/** Tokens that came with calls, and those that are refused. */
let used: (string | null)[]
let refused: Set<string>

const part = (value: object) => btoa(JSON.stringify(value))
const seconds = (ms: number) => Math.floor(ms / 1000)

/** A session as GoTrue gives it. */
function session(user: string, lastsMs = hour) {
  made += 1
  const access_token = `h.${part({ exp: seconds(Date.now() + lastsMs), iat: seconds(Date.now()), made })}.s`
  return { access_token, refresh_token: `r${String(made)}`, expires_at: 0, user: { id: user, email: null } }
}

const keep = (user: string, lastsMs?: number) =>
  localStorage.setItem(storageKey, JSON.stringify(session(user, lastsMs)))
const token = () => readStored()?.accessToken ?? ''

beforeEach(() => {
  made = 0
  renewals = 0
  used = []
  refused = new Set()
  renewing = () => Response.json(session('u'))
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  vi.stubGlobal('fetch', async (url: string, { headers }: { headers: Record<string, string> }) => {
    if (url.includes('/auth/v1/token')) {
      renewals += 1
      // The answer takes its time, as on a network.
      await new Promise((done) => setTimeout(done, 5))
      return renewing()
    }
    const bearer = headers['authorization']?.replace('Bearer ', '') ?? null
    used.push(bearer)
    return bearer === null || refused.has(bearer) ? new Response('{}', { status: 401 }) : new Response('{"ok":1}')
  })
})

interface Page {
  access: PageAccess
  given: string[]
  ended: () => number
}

function openPage(user = 'u'): Page {
  const given: string[] = []
  const onEnd = vi.fn()
  const toWorker = ({ accessToken }: { accessToken: string }) => void given.push(accessToken)
  const access = pageAccess({ user, settings, auth: createAuth(settings), toWorker, onEnd })
  return { access, given, ended: () => onEnd.mock.calls.length }
}

test('two pages that renew at once ask once, and both have the new token', async () => {
  keep('u')
  const old = token()
  const [one, two] = [openPage(), openPage()]
  expect(await Promise.all([one.access.http.renew(old), two.access.http.renew(old)])).toEqual([true, true])
  expect(renewals).toBe(1)
  expect(token()).not.toBe(old)
  expect([one.given, two.given]).toEqual([[token()], [token()]])
})

test('an expired session goes on without a network, and is renewed when the cloud is back', async () => {
  keep('u', -hour)
  const page = openPage()
  renewing = () => Promise.reject(new TypeError('Failed to fetch'))
  page.access.keep(false)
  expect(renewals).toBe(0)
  await page.access.prove()
  expect(page.ended()).toBe(0)
  expect(readStored()?.user).toBe('u')
  localStorage.removeItem('punctaj.renewed')
  renewing = () => Response.json(session('u'))
  page.access.keep(true)
  // Ticks while it is under way ask for nothing more.
  page.access.keep(true)
  await vi.waitFor(() => expect(page.given).toEqual([token()]))
  expect(renewals).toBe(2)
})

test('the cloud’s word ends it', async () => {
  keep('u')
  const page = openPage()
  renewing = () => Response.json({ error_code: 'session_not_found' }, { status: 403 })
  await page.access.prove()
  expect(page.ended()).toBe(1)
  expect(readStored()).toBeNull()
})

test('a session that another tab has ended, or taken over for somebody else, is noticed', async () => {
  keep('somebody else')
  const page = openPage()
  expect(page.access.http.token()).toBeNull()
  await page.access.give(null)
  page.access.keep(true)
  expect([page.ended(), page.given]).toEqual([1, []])
  localStorage.removeItem(storageKey)
  page.access.keep(false)
  expect(page.ended()).toBe(2)
})

test('the worker is given the stored token, or another one in place of a refused one', async () => {
  keep('u')
  const page = openPage()
  const old = token()
  await page.access.give(null)
  await page.access.give('one of long ago')
  expect(page.given).toEqual([old, old])
  await page.access.give(old)
  expect(page.given.slice(2)).toEqual([token()])
  expect(token()).not.toBe(old)
})

const what = { method: 'GET', path: '/rest/v1/x', timeoutMs: 1000, most: 100 } as const

test('a call whose token is refused is made once more with another', async () => {
  keep('u')
  const { access } = openPage()
  const old = token()
  refused.add(old)
  expect(await call(access.http, what)).toEqual({ is: 'text', text: '{"ok":1}' })
  expect(used).toEqual([old, token()])
  // Refused again, and renewed just now: that is an answer.
  refused.add(token())
  await expect(call(access.http, what)).rejects.toMatchObject({ code: 'not_signed_in' })
})

test('who has signed out meanwhile makes no call as a stranger', async () => {
  const gone = { url: settings.url, key: 'k', token: () => null, renew: () => Promise.resolve(true) }
  await expect(call(gone, what)).rejects.toMatchObject({ code: 'not_signed_in' })
  expect(used).toEqual([])
})

test('a token ends by the server’s clock, however wrong the one of this device is', () => {
  const now = Date.now()
  for (const hours of [-30, -5, 5, 30]) {
    vi.spyOn(Date, 'now').mockReturnValue(now)
    const fresh = session('u')
    vi.spyOn(Date, 'now').mockReturnValue(now + hours * hour)
    store(fresh)
    const stored = readStored()
    expect(stored && expiresSoon(stored)).toBe(false)
    vi.spyOn(Date, 'now').mockReturnValue(now + hours * hour + hour - 30_000)
    expect(stored && expiresSoon(stored)).toBe(true)
  }
})
