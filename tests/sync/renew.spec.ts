import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { createAuth } from '../../src/cloud/auth/session.ts'
import { endedWhy, expiresSoon, readStored } from '../../src/cloud/auth/stored.ts'
import { openCloud } from './world.ts'

let cloud: Cloud
let auth: ReturnType<typeof createAuth>
const { email } = demoPeople.admin
/** Answers to renewals, in place of the cloud's; `lost` lets the cloud do its work and drops what it says. */
let faults: ('lost' | 'down' | Response)[]
let asked: number

beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.stop())

beforeEach(async () => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  auth = createAuth({ url: cloud.url, key: cloud.publishableKey })
  await auth.signInWithPassword(email, demoPassword)
  faults = []
  asked = 0
  const send = fetch
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked += 1
    const fault = faults.shift()
    if (fault === 'down') throw new TypeError('Failed to fetch')
    const answer = fault instanceof Response ? fault : await send(url, init)
    if (fault === 'lost') throw new TypeError('network changed')
    return answer
  })
})

const token = () => readStored()?.accessToken ?? ''
const later = () => localStorage.removeItem('punctaj.renewed')
const said = (status: number, body: unknown) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })

describe('a renewal', () => {
  it('gives another token, and is not asked for by who has waited for it', async () => {
    const old = token()
    // A token of the same second is the same token.
    await new Promise((resolve) => setTimeout(resolve, 1100))
    const fresh = await auth.renew(old)
    expect(fresh.accessToken).not.toBe(old)
    expect(await auth.renew(old)).toEqual(fresh)
    expect(await auth.renew(null)).toEqual(fresh)
    expect(asked).toBe(1)
  })

  it('is tried once in 30 s, also when the clock was set back meanwhile', async () => {
    faults = ['down']
    await expect(auth.renew(token())).rejects.toMatchObject({ code: 'offline' })
    await expect(auth.renew(token())).rejects.toMatchObject({ code: 'not_signed_in' })
    expect(asked).toBe(1)
    localStorage.setItem('punctaj.renewed', String(Date.now() + 7_200_000))
    await auth.renew(token())
    expect(asked).toBe(2)
  })

  it('whose answer was lost is made up for with the old token', async () => {
    faults = ['lost', 'lost']
    for (let n = 0; n < 2; n++) {
      await expect(auth.renew(token())).rejects.toMatchObject({ code: 'offline' })
      later()
    }
    const before = readStored()
    const fresh = await auth.renew(token())
    expect(fresh.refreshToken).not.toBe(before?.refreshToken)
    later()
    expect((await auth.renew(token())).user).toBe(demoPeople.admin.id)
  })

  it('does not bring back a session that was ended while it was under way', async () => {
    const renewing = auth.renew(token())
    const end = auth.forget()
    await expect(renewing).rejects.toMatchObject({ code: 'session_ended' })
    expect(readStored()).toBeNull()
    expect(endedWhy()).toBeUndefined()
    await end()
  })

  it.each([
    ['an unknown token', 400, { error_code: 'refresh_token_not_found' }, 'session_ended'],
    ['a token used twice', 400, { error_code: 'refresh_token_already_used' }, 'session_ended'],
    ['an ended session', 403, { error_code: 'session_not_found' }, 'session_ended'],
    ['an expired session', 400, { code: 'session_expired' }, 'session_ended'],
    ['an older GoTrue', 400, { error: 'invalid_grant' }, 'session_ended'],
    ['a banned person', 400, { error_code: 'user_banned' }, 'account_blocked'],
  ])('is the end of the session when the cloud speaks of %s', async (_, status, body, code) => {
    faults = [said(status, body)]
    await expect(auth.renew(token())).rejects.toMatchObject({ code })
    expect(readStored()).toBeNull()
    expect(endedWhy()).toBe(code)
  })

  it.each([
    ['a captive portal', 200, '<html>Welcome</html>'],
    ['a portal that speaks JSON', 200, { session: null }],
    ['a proxy', 403, { message: 'refresh_token_not_found' }],
    ['a wrong key', 401, { message: 'Invalid API key' }],
    ['a missing route', 404, 'not found'],
    ['a strange refusal', 400, { error_code: 'toString' }],
    ['too many requests', 429, { error_code: 'over_request_rate_limit' }],
    ['a server that is down', 503, { error_code: 'session_not_found' }],
    ['an empty answer', 400, ''],
  ])('changes nothing when the answer comes from %s', async (_, status, body) => {
    const before = readStored()
    faults = [said(status, body)]
    await expect(auth.renew(token())).rejects.toMatchObject({ code: expect.any(String) as string })
    expect(readStored()).toEqual(before)
    expect(endedWhy()).toBeUndefined()
    later()
    await auth.renew(token())
  })

  it('of somebody else is refused', async () => {
    const { access_token } = { access_token: token() }
    const other = { access_token, refresh_token: 'r', expires_in: 3600, user: { id: demoPeople.viewer.id } }
    faults = [said(200, other)]
    await expect(auth.renew(token())).rejects.toMatchObject({ code: 'bad_answer' })
    expect(readStored()?.user).toBe(demoPeople.admin.id)
  })
})

it('a token ends by the clock of the server, however wrong the one of this device is', async () => {
  const now = Date.now.bind(Date)
  for (const hours of [-30, -5, 5, 30]) {
    vi.spyOn(Date, 'now').mockImplementation(() => now() + hours * 3_600_000)
    await auth.signInWithPassword(email, demoPassword)
    const stored = readStored()
    expect(stored && expiresSoon(stored)).toBe(false)
    vi.spyOn(Date, 'now').mockImplementation(() => now() + hours * 3_600_000 + 3_590_000)
    expect(stored && expiresSoon(stored)).toBe(true)
  }
})

it('a wrong password has a code of its own', async () => {
  await expect(auth.signInWithPassword(email, 'no')).rejects.toMatchObject({ code: 'wrong_password' })
  await expect(auth.signInWithPassword('', '')).rejects.toMatchObject({ code: 'wrong_password' })
  expect(readStored()?.email).toBe(email)
})
