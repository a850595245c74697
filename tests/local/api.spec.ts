import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { type Person, signedIn } from './person.ts'

let cloud: Cloud
let dataDir: string
let admin: Person

beforeAll(async () => {
  // On disk, where reading and writing files takes turns of the event loop in which another request could slip in.
  dataDir = await mkdtemp(join(tmpdir(), 'punctaj-'))
  cloud = await startCloud({ empty: true, dataDir })
  await cloud.db(`create function public.who() returns uuid language plpgsql as 'begin return auth.uid(); end'`)
  await cloud.db(`create function public.fail(code text) returns json language plpgsql as $$
    begin raise exception using errcode = code, message = 'denied', detail = 'd', hint = 'h'; end $$`)
  await cloud.db(`create table private.counter (n int)`)
  await cloud.db(`insert into private.counter values (0)`)
  await cloud.db(`create function public.count_up(fails boolean) returns int language plpgsql security definer as $$
    declare before int := (select n from private.counter);
    begin
      perform pg_sleep(0.002);
      update private.counter set n = before + 1;
      if fails then raise exception 'no'; end if;
      return before + 1;
    end $$`)
  admin = await signedIn(cloud, 'admin')
})
afterAll(async () => {
  await cloud.stop()
  await rm(dataDir, { recursive: true })
})

describe('a refused call', () => {
  it.each([
    ['P0001', 400],
    ['22023', 400],
    ['42501', 403],
    ['PT404', 404],
    ['PT409', 409],
    ['23503', 409],
    ['40001', 500],
    ['40P01', 500],
    ['53100', 503],
    ['55P03', 500],
    ['57014', 500],
    ['P0002', 500],
    ['28000', 403],
    ['AB123', 400],
  ])('of SQLSTATE %s answers as PostgREST: %i and the four fields', async (code, status) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const response = await admin.post('/rest/v1/rpc/fail', { code })
    expect(response.status).toBe(status)
    // lite leaves the hint out of its 409.
    expect(await response.json()).toEqual({
      code,
      message: 'denied',
      details: 'd',
      hint: code === '23503' ? null : 'h',
    })
  })

  it.each([
    ['no token', { authorization: '' }, '42501'],
    ['a token that is none', { authorization: 'Bearer x' }, 'PGRST301'],
    ['a token signed by somebody else', { authorization: `Bearer ${'a'.repeat(20)}.${'b'.repeat(20)}.c` }, 'PGRST301'],
    ['no key', { apikey: '' }, undefined],
    ['another key', { apikey: 'sb_publishable_x' }, undefined],
  ])('with %s is a 401', async (_what, changed, code) => {
    vi.spyOn(console, 'error').mockReturnValue()
    const headers = { ...admin.headers, ...changed }
    const response = await fetch(`${cloud.url}/rest/v1/rpc/refresh_profile`, { method: 'POST', headers, body: '{}' })
    expect(response.status).toBe(401)
    expect(((await response.json()) as { code?: string }).code).toBe(code)
  })
})

describe('two requests at once', () => {
  it('never share a transaction', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => admin.rpc<number>('count_up', { fails: i % 3 === 0 })),
    )
    const counted = answers.filter((_, i) => i % 3 !== 0)
    expect(counted).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    expect(await cloud.db('select n from private.counter')).toEqual([{ n: 40 }])
  })

  it('do not hide what a third reads between them', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const reads = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        i % 2 ? cloud.db('select n from private.counter') : admin.rpc('count_up', { fails: true }),
      ),
    )
    for (const read of reads.filter((_, i) => i % 2)) expect(read).toEqual([{ n: 40 }])
  })
})

describe('more requests than it can answer in time', () => {
  it('are told so at once, and the others are answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, () => admin.get('/rest/v1/sync_metadata?select=version')),
    )
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]?.headers.get('retry-after')).toBe('2')
    expect(answers.filter(({ status }) => status === 200).length).toBe(400 - refused.length)
    expect(400 - refused.length).toBeGreaterThanOrEqual(250)
  })
})

describe('two uploads of one file at once', () => {
  it('are one upload and one duplicate, as after each other', async () => {
    const superuser = await signedIn(cloud, 'superuser')
    const [city, institution] = [crypto.randomUUID(), crypto.randomUUID()]
    const op = (kind: string, fields: object) => ({
      id: crypto.randomUUID(),
      user: superuser.id,
      at: Date.now(),
      kind,
      ...fields,
    })
    const place = { institution, city, name: 'Spital', ranks: {}, columns: [] }
    await superuser.rpc('sync_push', {
      ops: [op('city.create', { city, name: 'Tulcea' }), op('institution.create', place)],
    })
    await superuser.rpc('reset_points', { op: crypto.randomUUID(), institution, expected_period: 1 })
    const [missing] = await superuser.rpc<{ id: string; path: string }[]>('archives_missing')
    const { body } = await superuser.rpc<{ body: string }>('archive_body', { id: missing?.id })
    const path = `/storage/v1/object/arhiva/${missing?.path}`
    const answers = await Promise.all(Array.from({ length: 6 }, () => superuser.post(path, body)))
    const verdicts = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { statusCode?: string }).statusCode ?? 'stored'),
    )
    expect(verdicts.sort()).toEqual(['409', '409', '409', '409', '409', 'stored'])
    expect(await superuser.rpc('archive_uploaded', { id: missing?.id })).toEqual({ uploaded: true })
  })
})

describe('a function that runs as its caller', () => {
  it('may ask who that is', async () => {
    expect(await admin.rpc('who')).toBe(admin.id)
  })
})

describe('the poll', () => {
  it('shows the control rows and one’s own, and nobody else’s', async () => {
    const rows = (await (await admin.get('/rest/v1/sync_metadata?select=sync_key')).json()) as { sync_key: string }[]
    expect(rows.map(({ sync_key }) => sync_key).sort()).toEqual([
      'force_sync',
      'global_version',
      `me:${admin.id}`,
      'min_client',
    ])
  })
})

describe('what is closed', () => {
  it.each(['signup', 'otp', 'magiclink', 'recover', 'resend', 'verify', 'invite', 'admin/users', 'nothing'])(
    'auth/%s',
    async (route) => {
      const response = await admin.post(`/auth/v1/${route}`, { email: 'strain@exemplu.ro', password: 'parola-lunga' })
      expect(response.status).toBe(422)
      expect(await cloud.db(`select 1 from auth.users where email = 'strain@exemplu.ro'`)).toEqual([])
    },
  )

  it('changing a demo person by themselves', async () => {
    const response = await fetch(`${cloud.url}/auth/v1/user`, {
      method: 'PUT',
      headers: admin.headers,
      body: '{"password":"altaparola"}',
    })
    expect(response.status).toBe(422)
  })

  it('writing tables, and reading what is not for clients', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const write = { method: 'PATCH', headers: admin.headers, body: '{"version": 99}' }
    expect((await fetch(`${cloud.url}/rest/v1/sync_metadata?sync_key=eq.global_version`, write)).status).toBe(403)
    for (const table of ['employees', 'applied_ops', 'settings'])
      expect((await admin.get(`/rest/v1/${table}`)).status).toBe(403)
    expect((await admin.get('/rest/v1/users')).status).toBe(404)
  })

  it('the wrong password, and GoTrue says how one may enter', async () => {
    await expect(signedIn(cloud, 'nimeni')).rejects.toThrow('Invalid login credentials')
    const settings = await (await admin.get('/auth/v1/settings')).json()
    expect(settings).toMatchObject({ disable_signup: true, external: { discord: true, email: true, github: false } })
  })
})
