import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPeople } from '../../local/demo/people.ts'
import { planDemo } from '../../local/demo/plan.ts'
import { type Person, signedIn } from './person.ts'

const now = Date.UTC(2026, 10, 18, 12)
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex')

interface Delta {
  view_root: string
  entries: { key: string; hash: string }[]
  bodies: Record<string, string>
}

let cloud: Cloud
beforeAll(async () => {
  cloud = await startCloud({ now })
}, 300_000)
afterAll(() => cloud.stop())

const everything = { since: 0, root: '', pending: [], keep: null, budget: 20_000_000 }
const delta = (who: Person) => who.rpc<Delta>('sync_delta', everything)
const keysOf = ({ entries }: Delta) => entries.map(({ key }) => key.split(':')[0])

async function place(city: string, name: string): Promise<{ id: string; period: number; employee: string }> {
  const [found] = await cloud.db<{ id: string; period: number; employee: string }>(
    `select i.id, i.period, (select e.id from public.employees e where e.institution = i.id limit 1) as employee
     from public.institutions i join public.cities c on c.id = i.city where c.name = $1 and i.name = $2`,
    [city, name],
  )
  return found as { id: string; period: number; employee: string }
}

/** What the server says to one more point for somebody there. */
async function score(
  who: Person,
  { id, period, employee }: { id: string; period: number; employee: string },
): Promise<string> {
  const op = { id: crypto.randomUUID(), user: who.id, at: now, kind: 'points.add', institution: id, period }
  const { results } = await who.rpc<{ results: { status: string }[] }>('sync_push', {
    ops: [{ ...op, employees: [employee], delta: 1, reason: 'probă' }],
  })
  return results[0]?.status as string
}

describe('the demo', () => {
  it('has three cities, seven institutions, 120 people and twelve weeks of archives', async () => {
    const [counts] = await cloud.db(`select (select count(*)::int from public.cities) cities,
      (select count(*)::int from public.institutions) institutions, (select count(*)::int from public.employees) employees,
      (select count(*)::int from public.archives where kind <> 'backup') archives,
      (select count(distinct at::date)::int from public.archives where kind <> 'backup') weeks,
      (select count(*)::int from public.archives where kind <> 'backup' and uploaded_at is null) missing`)
    expect(counts).toEqual({ cities: 3, institutions: 7, employees: 120, archives: 84, weeks: 12, missing: 0 })
  })

  it('tells the same story every time, up to the given moment', async () => {
    expect(planDemo(now)).toEqual(planDemo(now))
    const other = await startCloud({ now })
    const story = `select c.name as city, i.name as institution, e.name, e.points, e.touched, e.fields from public.employees e
      join public.institutions i on i.id = e.institution join public.cities c on c.id = i.city order by 1, 2, 3`
    expect(await other.db(story)).toEqual(await cloud.db(story))
    await other.stop()
    const [late] = await cloud.db(
      `select count(*)::int as n from (select at from public.archives where kind <> 'backup' union all select at from public.point_entries
      union all select touched from public.employees) t where t.at > to_timestamp($1)`,
      [now / 1000],
    )
    expect(late).toEqual({ n: 0 })
  })

  it('has archives whose files are what the index promises', async () => {
    const viewer = await signedIn(cloud, 'viewer')
    const { bodies } = await delta(viewer)
    const indexes = Object.entries(bodies).filter(([key]) => key.startsWith('archives:'))
    const rows = indexes.flatMap(
      ([, body]) =>
        (JSON.parse(body) as { archives: { path: string; sha256: string; bytes: number; at: number }[] }).archives,
    )
    expect(rows).toHaveLength(84)
    for (const { path, sha256: promised, bytes, at } of rows) {
      const file = new Uint8Array(
        await (await viewer.get(`/storage/v1/object/authenticated/arhiva/${path}`)).arrayBuffer(),
      )
      expect([file.length, sha256(file)]).toEqual([bytes, promised])
      expect(
        new Date((JSON.parse(new TextDecoder().decode(file)) as { archived_at: string }).archived_at).getTime(),
      ).toBe(Math.floor(at / 1000) * 1000)
    }
    expect(rows.map(({ path }) => path)).toContain('Iasi/Politie_2026-11-15_20-00-07.json')
  })

  it('is sealed: every leaf has the hash of its body', async () => {
    const { entries, bodies } = await delta(await signedIn(cloud, 'superuser'))
    const leaves = entries.filter(({ key }) => !key.startsWith('ledger:'))
    expect(leaves.length).toBeGreaterThan(14)
    for (const { key, hash } of leaves) expect([key, sha256(bodies[key] as string)]).toEqual([key, hash])
  })

  it('is sent compressed', async () => {
    const viewer = await signedIn(cloud, 'viewer')
    const response = await viewer.post('/rest/v1/rpc/sync_delta', everything)
    expect(response.headers.get('content-encoding')).toBe('gzip')
    const packed = Number(response.headers.get('content-length'))
    expect(packed).toBeLessThan((await response.text()).length / 4)
  })

  it('leaves no session of its own behind', async () => {
    const fresh = await startCloud({ now })
    expect(await fresh.db('select 1 from auth.sessions union all select 1 from auth.refresh_tokens')).toEqual([])
    await fresh.stop()
  })
})

describe('a demo person', () => {
  it.each(Object.values(demoPeople))('$email has a Discord identity of the same user', async ({ id, discordId }) => {
    expect(discordId).toMatch(/^\d{18}$/)
    expect(
      await cloud.db(`select user_id from auth.identities where provider = 'discord' and provider_id = $1`, [
        discordId,
      ]),
    ).toEqual([{ user_id: id }])
  })

  it('superuser may do anything', async () => {
    const superuser = await signedIn(cloud, 'superuser')
    expect(await score(superuser, await place('Cluj-Napoca', 'Primărie'))).toBe('applied')
    expect(await superuser.rpc('import_archives', { items: [] })).toMatchObject({ results: [] })
  })

  it('admin may do all but what is the superuser’s', async () => {
    const admin = await signedIn(cloud, 'admin')
    expect(await score(admin, await place('București', 'Pompieri'))).toBe('applied')
    expect(await admin.rpc('members')).toHaveLength(5)
    expect(await admin.rpc('force_sync', { reason: 'probă', device: crypto.randomUUID() })).toMatchObject({ epoch: 1 })
    expect(await admin.rpc('import_archives', { items: [] })).toBe(403)
    expect(await admin.rpc('set_role', { target: demoPeople.superuser.id, role: 'user' })).toBe(403)
  })

  it('sef sees and scores one institution, and may not delete', async () => {
    const sef = await signedIn(cloud, 'sef')
    const [mine, other] = [await place('Iași', 'Poliție'), await place('Iași', 'Spital')]
    const seen = await delta(sef)
    expect(keysOf(seen).sort()).toEqual(['archives', 'directory', 'ledger', 'me', 'roster'])
    expect(seen.entries.map(({ key }) => key)).toContain(`roster:${mine.id}`)
    expect(await score(sef, mine)).toBe('applied')
    expect(await score(sef, other)).toBe('denied')
    const gone = {
      id: crypto.randomUUID(),
      user: sef.id,
      at: now,
      kind: 'employee.delete',
      institution: mine.id,
      employee: mine.employee,
      seen: 1,
      after: [],
    }
    expect(await sef.rpc('sync_push', { ops: [gone] })).toMatchObject({ results: [{ status: 'denied' }] })
    expect(await sef.rpc('members')).toBe(403)
    const reset = {
      op: crypto.randomUUID(),
      institution: mine.id,
      expected_period: mine.period,
      device: crypto.randomUUID(),
      keep: null,
    }
    expect(await sef.rpc('reset_points', reset)).toMatchObject({
      results: [{ status: 'applied', archive: { kind: 'reset' } }],
    })
  })

  it('viewer sees everything and changes nothing', async () => {
    const viewer = await signedIn(cloud, 'viewer')
    expect(keysOf(await delta(viewer)).filter((kind) => kind === 'roster')).toHaveLength(7)
    expect(await score(viewer, await place('Iași', 'Spital'))).toBe('denied')
    const upload = await viewer.post('/storage/v1/object/arhiva/Iasi/fals.json', '{}')
    expect(await upload.json()).toMatchObject({ statusCode: '403' })
  })

  it('nou sees nothing but themselves', async () => {
    const nou = await signedIn(cloud, 'nou')
    expect((await delta(nou)).entries.map(({ key }) => key)).toEqual([`me:${nou.id}`])
    const [path] = await cloud.db<{ path: string }>('select path from public.archives limit 1')
    expect((await nou.get(`/storage/v1/object/authenticated/arhiva/${path?.path}`)).status).toBe(400)
  })
})

describe('--empty', () => {
  it('leaves the demo data out and keeps the people', async () => {
    const empty = await startCloud({ empty: true })
    const admin = await signedIn(empty, 'admin')
    expect(await admin.rpc('members')).toHaveLength(5)
    expect(keysOf(await delta(admin)).sort()).toEqual(['directory', 'me'])
    await empty.stop()
  })
})
