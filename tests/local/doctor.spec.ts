import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { demoPassword } from '../../local/demo/people.ts'
import { everything, runCommand, runDoctor, serving } from './doctorRun.ts'

// Each run makes a reference of its own.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const names = [
  'Sync Metadata Table',
  'Get Cloud Version',
  'Update Cloud Version',
  'Archive Structure',
  'Supabase Storage Access',
  'Polling State',
  'Log Sync Activity',
  'SQL Version',
  'Tables and Functions',
  'Triggers',
  'Row Level Security',
  'Grants',
  'Archive Bucket',
  'Anon Sees Nothing',
  'Discord Sign-in',
  'Clock',
]

let cloud: Cloud
beforeAll(async () => {
  cloud = await startCloud()
})
afterAll(() => cloud.stop())
// The embedded cloud tells of each refusal, and a stranger meets sixty a run.
beforeEach(() => void vi.spyOn(console, 'error').mockReturnValue())

describe('the doctor', () => {
  it('passes a cloud that is as it should be, and leaves it so', async () => {
    const before = await everything(cloud)
    const { code, output, passed } = await runDoctor(['--url', cloud.url])
    expect(output).toContain(`Total: ${names.length}/${names.length} tests passed!`)
    expect(passed).toEqual(names)
    expect(output).toContain('6 facts, all as sql/ makes them')
    expect(output).toContain('✅ All tests passed! Cloud sync is ready to use.')
    expect(output).not.toContain(demoPassword)
    expect(code).toBe(0)
    expect(await everything(cloud)).toEqual(before)
  })

  it('is a command, which passes an empty cloud too', async () => {
    const empty = await startCloud({ empty: true })
    const { code, output } = await runCommand('--url', empty.url)
    await empty.stop()
    expect(output).toContain(`Total: ${names.length}/${names.length} tests passed!`)
    expect(code).toBe(0)
  })
})

/** A set-up that is broken by SQL, which checks must say so, and how it is mended. */
interface Broken {
  name: string
  break: string
  mend: string
  finds: string[]
  says: string
}

const broken: Broken[] = [
  {
    name: 'a table without row level security',
    break: 'alter table public.employees disable row level security',
    mend: 'alter table public.employees enable row level security',
    finds: ['Row Level Security'],
    says: 'rls public.employees is “off”, not “on”',
  },
  {
    name: 'a table that anon may read',
    break: 'grant select on public.cities to anon',
    mend: 'revoke select on public.cities from anon',
    finds: ['Grants'],
    says: 'SELECT on table public.cities to anon is granted besides',
  },
  {
    name: 'a call that anon may make',
    break: 'grant execute on function public.schema_version() to anon',
    mend: 'revoke execute on function public.schema_version() from anon',
    finds: ['Grants', 'Anon Sees Nothing'],
    says: 'whoever has the key may see: call public.schema_version()',
  },
  {
    name: 'a column that is granted by itself',
    break: 'grant select (name) on public.profiles to authenticated',
    mend: 'revoke select (name) on public.profiles from authenticated',
    finds: ['Grants'],
    says: 'SELECT on column public.profiles.name to authenticated',
  },
  {
    name: 'a policy that shows every row of the poll to everybody',
    break: 'create policy everything on public.sync_metadata for select to authenticated using (true)',
    mend: 'drop policy everything on public.sync_metadata',
    finds: ['Row Level Security'],
    says: 'policy public.sync_metadata.everything is there besides',
  },
  {
    name: 'a public bucket',
    break: `update storage.buckets set public = true where id = 'arhiva'`,
    mend: `update storage.buckets set public = false where id = 'arhiva'`,
    finds: ['Archive Bucket', 'Anon Sees Nothing'],
    says: 'bucket arhiva is “public”, not “private”',
  },
  {
    name: 'a storage policy that lets files be replaced',
    break: `create policy arhiva_update on storage.objects for update to authenticated using (bucket_id = 'arhiva')`,
    mend: 'drop policy arhiva_update on storage.objects',
    finds: ['Archive Bucket'],
    says: 'bucket policy arhiva_update is there besides',
  },
  {
    name: 'an old version of sql/',
    break: 'update public.settings set schema_version = schema_version - 1',
    mend: 'update public.settings set schema_version = schema_version + 1',
    finds: ['SQL Version'],
    says: ', this program at ',
  },
  {
    name: 'a trigger that is switched off',
    break: 'alter table public.employees disable trigger b_update',
    mend: 'alter table public.employees enable trigger b_update',
    finds: ['Triggers'],
    says: ' (off)”, not “',
  },
  {
    name: 'a function that looks names up where its caller says',
    break: 'alter function private.can(text, uuid, uuid) reset search_path',
    mend: `alter function private.can(text, uuid, uuid) set search_path = ''`,
    finds: ['Tables and Functions'],
    says: 'function private.can(text,uuid,uuid) is',
  },
  {
    name: 'a head that its leaves do not make',
    break: `update sync_metadata set data_hash = repeat('0', 64) where sync_key = 'global_version'`,
    mend: `update sync_metadata set data_hash = private.live_root() where sync_key = 'global_version'`,
    finds: ['Get Cloud Version'],
    says: 'has a root that its leaves do not make',
  },
]

describe('a set-up with', () => {
  it.each(broken.map((one) => [one.name, one] as const))('%s fails that check and no other', async (_, one) => {
    const { break: damage, mend, finds, says } = one
    await cloud.db(damage)
    const { code, output, passed, failed, unknown } = await runDoctor(['--url', cloud.url])
    await cloud.db(mend)
    expect(failed).toEqual(finds)
    expect(unknown).toEqual([])
    expect(passed).toEqual(names.filter((name) => !finds.includes(name)))
    expect(output).toContain(says)
    expect(output).toMatch(/^ {3}→ \S/m)
    expect(output).toContain(`Total: ${names.length - finds.length}/${names.length} tests passed!`)
    expect(code).toBe(1)
  })

  it('an archive that somebody changed fails its check and no other', async () => {
    const change = (text: string) =>
      cloud.db(`do $$ begin
        alter table public.archives disable trigger immutable;
        update public.archives set body = ${text} where id = (select id from public.archives order by at desc limit 1);
        alter table public.archives enable trigger immutable;
      end $$`)
    await change(`body || ' '`)
    const { failed, output } = await runDoctor(['--url', cloud.url])
    await change(`left(body, -1)`)
    expect(failed).toEqual(['Archive Structure'])
    expect(output).toContain('archives that are not what their hash says')
  })

  it('Discord switched off fails that check and no other', async () => {
    const url = await serving(async (request) => {
      const { pathname, search } = new URL(request.url)
      const init = {
        method: request.method,
        headers: forwarded(request),
        body: request.method === 'POST' ? await request.text() : null,
      }
      const response = await fetch(cloud.url + pathname + search, init)
      if (pathname !== '/auth/v1/settings') return response
      const settings = (await response.json()) as { external: object }
      return Response.json({ ...settings, external: { ...settings.external, discord: false } })
    })
    const { code, failed, unknown } = await runDoctor(['--url', url])
    expect([...failed, ...unknown]).toEqual(['Discord Sign-in'])
    expect(code).toBe(1)
  })

  it('a clock that is ten minutes off fails that check and no other', async () => {
    const { code, failed, unknown, output } = await runDoctor(['--url', cloud.url], 600_000)
    expect([...failed, ...unknown]).toEqual(['Clock'])
    expect(output).toContain('this machine is 600.0 s ahead of the cloud')
    expect(code).toBe(1)
  })

  it('sql/ from before the doctor leaves open what it cannot tell, and is no pass', async () => {
    await cloud.db('alter function public.doctor() rename to doctor_to_come')
    const { code, failed, unknown } = await runDoctor(['--url', cloud.url])
    await cloud.db('alter function public.doctor_to_come() rename to doctor')
    expect(failed).toEqual([])
    expect(unknown).toContain('SQL Version')
    expect(unknown).toContain('Grants')
    expect(code).toBe(1)
  })
})

const forwarded = ({ headers }: Request): Record<string, string> =>
  Object.fromEntries(
    ['apikey', 'authorization', 'content-type'].flatMap((name) => {
      const value = headers.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
