import { expect, it } from 'vitest'
import { describeCloud } from './cloud.ts'
import { schemaFiles } from './engines.ts'

/** What a linter of Supabase projects would say of `sql/`: each query lists the offenders. */
const rules: Record<string, string> = {
  'every function has an empty search_path': `
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and not coalesce('search_path=""' = any (p.proconfig), false)`,
  'calls that read or write everything ask for more than the eight seconds that Supabase gives': `
    select w.name from unnest(array['erase_person', 'find_person', 'person_places', 'night_preview', 'restore_night']) w (name)
     where not exists (select from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = w.name
       and array_to_string(p.proconfig, ' ') like '%statement_timeout=%')`,
  'every function has a comment': `
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and obj_description(p.oid, 'pg_proc') is null`,
  'every table has a comment and row level security': `
    select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and (obj_description(c.oid, 'pg_class') is null or not c.relrowsecurity)`,
  'no table or sequence is open to anon or public, and only one is readable when signed in': `
    select c.relname || ' ' || coalesce(r.rolname, 'public') || ' ' || a.privilege_type as name
      from pg_class c, aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and coalesce(r.rolname, 'public') in ('public', 'anon', 'authenticated')
       and (c.relname, r.rolname, a.privilege_type) is distinct from ('sync_metadata', 'authenticated', 'SELECT')`,
  'no function may be called by anon or public': `
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('public', 'private') and has_function_privilege('anon', p.oid, 'execute')`,
  'no internal function may be called when signed in, but those of the storage policies': `
    select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace = 'private'::regnamespace and has_function_privilege('authenticated', p.oid, 'execute')
       and p.proname not in ('sees_path', 'may_upload_path', 'may_remove_path')`,
  'the schema of internal functions is closed': `
    select r as name from unnest(array['anon', 'authenticated']) r where has_schema_privilege(r, 'private', 'usage')`,
  'every call is security definer, so that it needs no grant on tables': `
    select p.oid::regprocedure::text as name from pg_proc p where p.pronamespace = 'public'::regnamespace and not p.prosecdef`,
  'policies are named table_verb, one per verb, for signed-in people': `
    select tablename || ' ' || policyname as name from pg_policies where schemaname = 'public'
       and (policyname <> tablename || '_' || lower(cmd) or roles <> array['authenticated'::name] or cmd = 'ALL')`,
  'policies of the archive allow no update, and no delete but of what an erasure replaced': `
    select policyname as name from pg_policies where schemaname = 'storage' and cmd not in ('SELECT', 'INSERT')
       and (policyname, cmd) <> ('arhiva_delete', 'DELETE')`,
  'every foreign key has an index': `
    select k.conrelid::regclass || ' ' || k.conname as name from pg_constraint k
     where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not exists (
       select from pg_index i where i.indrelid = k.conrelid and (i.indkey::int2[])[0] = k.conkey[1])`,
  'calls that only read, and what they are made of, are stable, so that they see one snapshot': `
    select p.proname as name from pg_proc p where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
       and p.provolatile <> 's' and p.proname in ('sync_delta', 'sync_pull', 'delta', 'view_of', 'view_root', 'bodies_of',
         'sees_all', 'role_of', 'is_admin', 'can', 'spread', 'members', 'member', 'devices_list', 'devices_watch', 'sync_log_list',
         'audit_list', 'find_person', 'person_places', 'erased_files', 'appearances', 'settings_get', 'settings_json', 'doctor', 'catalogue', 'archive_body', 'archive_bodies', 'archives_missing', 'sees_archive', 'stored', 'backups_list', 'nights_list', 'night_preview', 'night_people', 'compared_places')`,
}

describeCloud('the catalogue', (cloud) => {
  for (const [rule, offenders] of Object.entries(rules))
    it(`says: ${rule}`, async () => {
      expect((await cloud().sql(offenders)).map(({ name }) => name)).toEqual([])
    })

  it('has one call of a name after an upgrade from one with other arguments, and it may be called', async () => {
    const c = cloud()
    await c.db.script(
      `create function public.import_archives(items jsonb) returns jsonb language sql as 'select null::jsonb'`,
    )
    for (const text of await schemaFiles()) await c.db.script(text)
    const calls = await c.sql(`select oid::regprocedure::text as name from pg_proc where proname = 'import_archives'`)
    expect(calls).toEqual([{ name: 'import_archives(jsonb,uuid[])' }])
    expect(await c.rpc(await c.person('superuser'), 'import_archives', { items: '[]' })).toMatchObject({ results: [] })
  })

  it('lists exactly the calls of the protocol', async () => {
    const rows = await cloud().sql(
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual([
      'archive_bodies',
      'archive_body',
      'archive_uploaded',
      'archives_missing',
      'audit_list',
      'backups_list',
      'devices_list',
      'devices_watch',
      'doctor',
      'doctor_rehearse',
      'erase_person',
      'erased_files',
      'find_person',
      'force_sync',
      'import_archives',
      'log_sync',
      'mail_choice_get',
      'mail_choice_set',
      'mail_claim',
      'mail_done',
      'mail_spread',
      'members',
      'night_preview',
      'nights_list',
      'person_places',
      'refresh_profile',
      'report_device',
      'reseal',
      'reset_points',
      'restore_archive',
      'restore_night',
      'schema_version',
      'set_permissions',
      'set_role',
      'settings_get',
      'settings_set',
      'sync_delta',
      'sync_log_list',
      'sync_pull',
      'sync_push',
    ])
  })

  it('has the two tables of the mission to the column', async () => {
    const columns = (table: string) =>
      cloud()
        .sql(
          `select string_agg(column_name || ' ' || data_type || coalesce('(' || character_maximum_length || ')', ''), ', ' order by ordinal_position) as list
             from information_schema.columns where table_schema = 'public' and table_name = $1`,
          [table],
        )
        .then(([row]) => row?.['list'])
    expect(await columns('sync_metadata')).toBe(
      'id bigint, sync_key character varying(255), version bigint, data_hash character varying(64), last_modified_by character varying(255), last_modified_at timestamp with time zone, updated_at timestamp with time zone',
    )
    expect(await columns('sync_log')).toMatch(
      /^id bigint, discord_id character varying\(50\), sync_type character varying\(50\), status character varying\(50\), items_synced integer, error_message text, synced_at timestamp with time zone, created_at timestamp with time zone, device_id uuid, version bigint, duration_ms integer/,
    )
  })
})
