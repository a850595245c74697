import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { consentPage as pageOf } from '../../local/discord/page.ts'
import { person } from './person.ts'

let cloud: Cloud
beforeAll(async () => {
  cloud = await startCloud({ empty: true })
})
afterAll(() => cloud.stop())

/** A page's supabase-js, as far as Node has what it wants. */
function client(): SupabaseClient {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  // It insists on a WebSocket even when realtime is not used; Node 20 has none.
  return createClient(cloud.url, cloud.publishableKey, {
    auth: { flowType: 'pkce', storage, autoRefreshToken: false, detectSessionInUrl: false },
    realtime: { transport: class {} as never },
  })
}

/** Asks for a sign-in as the app does; returns the address the browser is sent to. */
async function ask(supabase: SupabaseClient, redirectTo = `${cloud.url}/intrare`): Promise<string> {
  const { data } = await supabase.auth.signInWithOAuth({
    provider: 'discord',
    options: { redirectTo, skipBrowserRedirect: true },
  })
  return data.url as string
}

/** Follows to the consent page; returns the id of the sign-in under way. */
async function consentPage(address: string): Promise<{ page: Response; flow: string }> {
  const sent = await fetch(address, { redirect: 'manual' })
  expect(sent.status).toBe(302)
  const location = new URL(sent.headers.get('location') as string, cloud.url)
  return { page: await fetch(location), flow: location.searchParams.get('flow') as string }
}

/** Presses a button there; returns the answer, which sends the browser back. */
function choose(flow: string, choice: Record<string, string>): Promise<Response> {
  return fetch(`${cloud.url}/auth/v1/discord/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ flow, ...choice }),
  })
}

const codeOf = (answer: Response) =>
  new URL(answer.headers.get('location') as string).searchParams.get('code') as string

/** All steps up to the code. */
async function codeFor(supabase: SupabaseClient, choice: Record<string, string>): Promise<string> {
  const { flow } = await consentPage(await ask(supabase))
  return codeOf(await choose(flow, choice))
}

describe('signing in with Discord', () => {
  it('says that it is a demonstration, offers the demo people, and runs no script', async () => {
    const { page } = await consentPage(await ask(client()))
    // The app's worker answers navigations with the app, except under /auth, /rest and /storage.
    expect(new URL(page.url).pathname).toMatch(/^\/auth\//)
    const text = await page.text()
    expect(text).toContain('Discord (demonstrație locală)')
    for (const { name } of Object.values(demoPeople)) expect(text).toContain(name)
    expect(text).not.toContain('<script')
    expect(text).not.toMatch(/ (style|on\w+)=/)
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'/,
    )
  })

  it('ends in a session of the demo person, who is the one with the password', async () => {
    const supabase = client()
    const code = await codeFor(supabase, { discord_id: demoPeople.admin.discordId })
    const { data, error } = await supabase.auth.exchangeCodeForSession(code)
    expect(error).toBeNull()
    expect(data.user?.id).toBe(demoPeople.admin.id)
    expect(data.user?.identities?.[0]).toMatchObject({
      provider: 'discord',
      identity_data: { sub: demoPeople.admin.discordId },
    })
  })

  it('gives a session that refreshes, and that ends at sign-out', async () => {
    const supabase = client()
    await supabase.auth.exchangeCodeForSession(await codeFor(supabase, { discord_id: demoPeople.viewer.discordId }))
    const { data, error } = await supabase.auth.refreshSession()
    expect(error).toBeNull()
    expect((await supabase.auth.getUser()).data.user?.email).toBe(demoPeople.viewer.email)
    await supabase.auth.signOut()
    const late = await client().auth.refreshSession({ refresh_token: data.session?.refresh_token as string })
    expect(late.error?.status).toBe(400)
  })

  it('signs a stranger up, with a Discord id, and shows them nothing', async () => {
    const supabase = client()
    const { data } = await supabase.auth.exchangeCodeForSession(
      await codeFor(supabase, { name: ' Țuțu <b>Ștrengarul</b> ' }),
    )
    const session = data.session as NonNullable<typeof data.session>
    const stranger = person(cloud.url, cloud.publishableKey, {
      accessToken: session.access_token,
      refreshToken: session.refresh_token,
      userId: session.user.id,
    })
    expect(await stranger.rpc('refresh_profile')).toMatchObject({
      name: 'Țuțu <b>Ștrengarul</b>',
      discord_id: expect.stringMatching(/^\d{17,20}$/),
      role: 'user',
      permissions: [],
    })
    const delta = await stranger.rpc<{ entries: { key: string }[] }>('sync_delta', {
      since: 0,
      root: '',
      pending: [],
      keep: null,
      budget: 1e6,
    })
    expect(delta.entries.map(({ key }) => key)).toEqual([`me:${stranger.id}`])
  })
})

describe('the consent page', () => {
  it('writes what it is given as text', () => {
    const hostile = `"><script>'&`
    const page = pageOf(hostile, [{ id: '', email: '', name: hostile, discordId: hostile, about: hostile }])
    expect(page).not.toContain('<script')
    expect(page.match(/&quot;&gt;&lt;script&gt;&#39;&amp;/g)).toHaveLength(5)
  })
})

describe('a sign-in with Discord that must not work', () => {
  it('refuses the verifier of another browser', async () => {
    const [mine, theirs] = [client(), client()]
    const code = await codeFor(mine, { discord_id: demoPeople.superuser.discordId })
    await ask(theirs)
    const { data, error } = await theirs.auth.exchangeCodeForSession(code)
    expect(data.session).toBeNull()
    expect(error?.message).toContain('code challenge does not match')
  })

  it('takes a code once', async () => {
    const supabase = client()
    const address = await ask(supabase)
    const { flow } = await consentPage(address)
    const code = codeOf(await choose(flow, { discord_id: demoPeople.sef.discordId }))
    const verifier = crypto.randomUUID() + crypto.randomUUID()
    const exchange = (body: object) =>
      fetch(`${cloud.url}/auth/v1/token?grant_type=pkce`, {
        method: 'POST',
        headers: { apikey: cloud.publishableKey, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await exchange({ auth_code: code, code_verifier: verifier })).ok).toBe(false)
    expect((await supabase.auth.exchangeCodeForSession(code)).error).toBeNull()
    expect((await exchange({ auth_code: code, code_verifier: verifier })).status).toBe(404)
  })

  it('takes an answer on the consent page once', async () => {
    const { flow } = await consentPage(await ask(client()))
    expect((await choose(flow, { discord_id: demoPeople.viewer.discordId })).status).toBe(303)
    expect((await choose(flow, { discord_id: demoPeople.superuser.discordId })).status).toBe(400)
    expect((await fetch(`${cloud.url}/auth/v1/discord/authorize?flow=${flow}`)).status).toBe(400)
  })

  it('forgets one that was not finished in five minutes, before and after the answer', async () => {
    const supabase = client()
    const age = (flow: string) =>
      cloud.db(`update auth.flow_state set created_at = now() - interval '5 min 1 s' where id = $1`, [flow])
    const late = await consentPage(await ask(supabase))
    await age(late.flow)
    expect((await choose(late.flow, { discord_id: demoPeople.admin.discordId })).status).toBe(400)

    const later = await consentPage(await ask(supabase))
    const code = codeOf(await choose(later.flow, { discord_id: demoPeople.admin.discordId }))
    await age(later.flow)
    expect((await supabase.auth.exchangeCodeForSession(code)).error?.code).toBe('flow_state_expired')
  })

  it.each([
    'https://evil.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost@evil.example/',
    'http://eu:parola@localhost/',
    'https://localhost/',
    '//evil.example/',
    'javascript:alert(1)',
  ])('does not send a code to %s', async (redirectTo) => {
    const sent = await fetch(await ask(client(), redirectTo), { redirect: 'manual' })
    expect(sent.status).toBe(400)
    expect(sent.headers.get('location')).toBeNull()
  })

  it('sends a code to a development server on this machine', async () => {
    const { flow } = await consentPage(await ask(client(), 'http://localhost:5173/intrare?a=1'))
    const answer = await choose(flow, { discord_id: demoPeople.admin.discordId })
    expect(answer.headers.get('location')).toMatch(/^http:\/\/localhost:5173\/intrare\?a=1&code=/)
  })

  it.each([
    '',
    '&code_challenge=short&code_challenge_method=s256',
    `&code_challenge=${'a'.repeat(43)}&code_challenge_method=plain`,
  ])('wants a proper PKCE challenge (%s)', async (pkce) => {
    const sent = await fetch(`${cloud.url}/auth/v1/authorize?provider=discord${pkce}`, { redirect: 'manual' })
    expect(sent.status).toBe(400)
  })

  it('knows no other provider, and nobody without a name', async () => {
    const challenge = `code_challenge=${'a'.repeat(43)}&code_challenge_method=s256`
    expect(
      (await fetch(`${cloud.url}/auth/v1/authorize?provider=github&${challenge}`, { redirect: 'manual' })).status,
    ).toBe(400)
    const { flow } = await consentPage(await ask(client()))
    expect((await choose(flow, { name: ' \u200b\u0000 ' })).status).toBe(400)
    expect((await choose(flow, { discord_id: '1' })).status).toBe(400)
  })
})
