import { describe, expect, it } from 'vitest'
import { Cloud, describeCloud, type Person } from './cloud.ts'
import { applyFiles, engines, openDatabase, schemaFiles } from './engines.ts'
import { expectRecomputable, sha256 } from './recompute.ts'

interface Fact {
  kind: string
  name: string
  value: string
}
interface Facts {
  facts: Fact[]
  head: { version: number; root: string; recomputed: string; noted: string; dirty: number }
  archives: { count: number; broken: string[] }
  schema_version: number
}
interface Rehearsal {
  before: number
  after: number
  root: string
  statuses: string[]
  archive: { path: string; sha256: string; body: string }
  logged: { type: string; status: string; user: string }
  reset_logged: boolean
  left: { head: Facts['head']; rows: number }
}

describeCloud('the doctor’s calls', (cloud) => {
  const superuser = () => cloud().person('superuser')
  const ask = (person: Person) => cloud().rpc<Facts>(person, 'doctor')
  const countRows = () =>
    cloud().sql(`select (select count(*) from cities) as cities, (select count(*) from archives) as archives,
      (select count(*) from applied_ops) as ops, (select count(*) from audit_log) as audit, (select count(*) from sync_log) as log,
      (select count(*) from notifications) as notifications, (select count(*) from heads) as heads`)

  it('are a superuser’s', async () => {
    for (const person of [await cloud().person('admin'), await cloud().person('viewer'), await cloud().person()])
      for (const name of ['doctor', 'doctor_rehearse'])
        await expect(cloud().rpc(person, name), name).rejects.toThrow('denied')
  })

  it('rehearse a week that moves the version by one, and of which nothing stays', async () => {
    const me = await superuser()
    await cloud().place([1])
    const [before, version] = [await countRows(), await cloud().version()]
    const seen = await cloud().rpc<Rehearsal>(me, 'doctor_rehearse')
    expect(seen).toMatchObject({ before: version, after: version + 1, reset_logged: true })
    expect(seen.statuses).toEqual(['applied', 'applied', 'applied', 'applied'])
    expect(seen.logged).toMatchObject({ type: 'download', status: 'success', user: me.id })
    expect(sha256(seen.archive.body)).toBe(seen.archive.sha256)
    expect(seen.left).toMatchObject({ rows: 0, head: { version, dirty: 0 } })
    expect(seen.root).not.toBe(seen.left.head.root)
    expect(await cloud().version()).toBe(version)
    expect(await countRows()).toEqual(before)
    await expectRecomputable(cloud())
  })

  it('tell the head as it is stored and as its leaves make it', async () => {
    const me = await superuser()
    await cloud().place([1])
    const { head } = await ask(me)
    expect(head.recomputed).toBe(head.root)
    expect(head.noted).toBe(head.root)
  })

  it('see what somebody changes in the database', async () => {
    const me = await superuser()
    const { facts } = await ask(me)
    const find = (all: Fact[], kind: string, name: string) =>
      all.find((fact) => fact.kind === kind && fact.name === name)?.value
    expect(find(facts, 'rls', 'public.cities')).toBe('on')
    expect(find(facts, 'column', 'public.cities.name')).toBe('text not null')
    expect(find(facts, 'bucket', 'arhiva')).toBe('private')
    expect(find(facts, 'grant', 'table public.sync_metadata to authenticated')).toBe('SELECT')
    expect(facts.filter(({ kind, name }) => kind === 'grant' && / to (public|anon)$/.test(name))).toEqual([])
    await cloud().script(`
      alter table public.cities disable row level security;
      alter table public.cities alter column name drop not null;
      grant insert on public.cities to anon;
      grant usage on sequence public.sync_log_id_seq to authenticated;
      create function private.mine() returns int language sql as 'select 1';
      create function public.mine() returns int language sql as 'select 1';
      create table public.mine (id int);
      alter table public.employees disable trigger b_update;
      update storage.buckets set public = true where id = 'arhiva'`)
    const after = (await ask(me)).facts
    await cloud().script(`
      alter table public.cities enable row level security;
      alter table public.cities alter column name set not null;
      revoke insert on public.cities from anon;
      revoke usage on sequence public.sync_log_id_seq from authenticated;
      drop function private.mine();
      drop function public.mine();
      drop table public.mine;
      alter table public.employees enable trigger b_update;
      update storage.buckets set public = false where id = 'arhiva'`)
    expect(find(after, 'rls', 'public.cities')).toBe('off')
    expect(find(after, 'column', 'public.cities.name')).toBe('text')
    expect(find(after, 'grant', 'table public.cities to anon')).toBe('INSERT')
    expect(find(after, 'grant', 'sequence public.sync_log_id_seq to authenticated')).toBe('USAGE')
    expect(find(after, 'grant', 'function public.mine() to public')).toBe('EXECUTE')
    expect(find(after, 'grant', 'function private.mine() to public')).toBe('EXECUTE')
    expect(find(after, 'table', 'public.mine')).toBe('r')
    expect(find(after, 'trigger', 'public.employees.b_update')).toMatch(/\(off\)$/)
    expect(find(after, 'bucket', 'arhiva')).toBe('public')
    expect((await ask(me)).facts).toEqual(facts)
  })

  it('name the version, which the last file writes', async () => {
    const { schema_version } = await ask(await superuser())
    expect(schema_version).toBeGreaterThan(1)
    expect(await cloud().rpc(await superuser(), 'schema_version')).toBe(schema_version)
  })
})

describeCloud('an update of sql/', (cloud) => {
  it('seals again what an earlier version made otherwise, once', async () => {
    await cloud().place([1])
    await cloud().script(`
      update leaf_bodies set body = body || ' ', hash = private.hash_of(body || ' '), bytes = bytes + 1 where kind = 'roster';
      update sync_metadata m set data_hash = l.hash from leaf_bodies l where l.sync_key = m.sync_key and l.kind = 'roster';
      update sync_metadata set data_hash = private.live_root() where sync_key = 'global_version';
      update settings set schema_version = 1`)
    const before = await cloud().version()
    await applyFiles(cloud().db, await schemaFiles())
    expect(await cloud().version()).toBe(before + 1)
    await expectRecomputable(cloud())
    await applyFiles(cloud().db, await schemaFiles())
    expect(await cloud().version()).toBe(before + 1)
  })
})

describe('the catalogue of facts', () => {
  it('is the same on every engine, so that one can be compared with another', async () => {
    const all = await Promise.all(
      engines.map(async (engine) => {
        const database = await openDatabase(engine)
        const rows = await new Cloud(database, engine).sql('select private.catalogue() as facts')
        await database.close()
        return rows[0]?.['facts'] as Fact[]
      }),
    )
    expect(all[0]?.length).toBeGreaterThan(500)
    expect(all[1]).toEqual(all[0])
  })

  it('knows storage that is private, guarded, and open to four policies', async () => {
    const database = await openDatabase('PGlite')
    const rows = await database.query('select private.catalogue() as facts')
    await database.close()
    const facts = (rows[0]?.['facts'] as Fact[]).filter(({ kind }) => kind === 'bucket')
    expect(facts.map(({ name, value }) => `${name}: ${value.slice(0, 33)}`)).toEqual([
      'arhiva: private',
      'policy arhiva_delete: permissive for delete to authenti',
      'policy arhiva_insert: permissive for insert to authenti',
      'policy arhiva_select: permissive for select to authenti',
      'policy arhiva_select_erased: permissive for select to authenti',
      'row level security of storage.objects: on',
    ])
  })
})
