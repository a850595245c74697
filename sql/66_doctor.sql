-- What `npm run doctor` asks: what there is, and what a week does in a block that is undone.

create or replace function private.head_facts() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('version', m.version, 'root', m.data_hash, 'recomputed', private.live_root(),
    'noted', (select h.root from public.heads h where h.version = m.version),
    'dirty', (select count(*) from public.sync_metadata d where d.data_hash is null))
    from public.sync_metadata m where m.sync_key = 'global_version'
$$;
comment on function private.head_facts() is 'The head as it is stored, as its leaves make it and as it was noted; dirty leaves, of which there are none.';

create or replace function private.archive_facts() returns jsonb
language sql stable set search_path = '' as $$
  with newest as (select * from public.archives order by at desc limit 1000)
  select jsonb_build_object('count', (select count(*) from public.archives),
    'broken', coalesce((select jsonb_agg(n.path order by n.path) from newest n
       where n.sha256 is distinct from private.hash_of(n.body) or n.bytes <> octet_length(n.body)
          or n.path !~ '^[A-Za-z0-9_-]+/[A-Za-z0-9_-]+\.json$'), '[]'),
    'stored', (select jsonb_build_object('id', n.id, 'path', n.path, 'sha256', n.sha256) from newest n
       where n.uploaded_at is not null order by n.at desc limit 1))
$$;
comment on function private.archive_facts() is
  'How many archives; of the newest thousand those with a wrong hash, size or path; the last one whose file is in storage.';

create or replace function public.doctor() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_superuser();
  return jsonb_build_object('facts', private.catalogue(), 'head', private.head_facts(), 'archives', private.archive_facts(),
    'schema_version', (select schema_version from public.settings));
end $$;
comment on function public.doctor() is 'RPC for superusers: what there is in the database, to be compared with what sql/ makes. Reads only.';

create or replace function private.rehearse_week(me uuid) returns jsonb
language plpgsql set search_path = '' as $$
declare
  city uuid := gen_random_uuid();
  place uuid := gen_random_uuid();
  entry uuid := gen_random_uuid();
  ops jsonb;
  pushed jsonb;
  reset jsonb;
begin
  ops := jsonb_build_array(
    jsonb_build_object('kind', 'city.create', 'city', city, 'name', 'Doctor ' || city),
    jsonb_build_object('kind', 'institution.create', 'institution', place, 'city', city, 'name', 'Doctor'),
    jsonb_build_object('kind', 'employee.create', 'institution', place, 'employee', gen_random_uuid(), 'name', 'Doctor', 'points', 3));
  select jsonb_agg(o || jsonb_build_object('id', gen_random_uuid(), 'user', me, 'at', private.ms(now()))) into ops
    from jsonb_array_elements(ops) o;
  pushed := public.sync_push(ops::json, null, array[place]);
  reset := public.reset_points(gen_random_uuid(), place, 1, null, array[place]);
  perform public.log_sync(jsonb_build_array(jsonb_build_object('id', entry, 'type', 'download', 'status', 'success', 'items', 1)));
  return jsonb_build_object('city', city, 'entry', entry,
    'before', pushed -> 'before', 'after', reset -> 'after', 'root', reset -> 'root',
    'statuses', (select jsonb_agg(r -> 'status') from jsonb_array_elements((pushed -> 'results') || (reset -> 'results')) r),
    'archive', (select jsonb_build_object('path', a.path, 'sha256', a.sha256, 'bytes', a.bytes, 'body', a.body)
       from public.archives a where a.institution = place),
    'logged', (select jsonb_build_object('type', l.sync_type, 'status', l.status, 'items', l.items_synced, 'user', l.user_id)
       from public.sync_log l where l.entry_id = entry),
    'reset_logged', exists (select from public.sync_log l where l.user_id = me and l.sync_type = 'reset' and l.synced_at = now()));
end $$;
comment on function private.rehearse_week(uuid) is
  'Places, a person with points, a reset, a line in the log, by the calls that devices make; tells what came of each.';

create or replace function public.doctor_rehearse() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_superuser();
  seen jsonb;
begin
  perform private.lock_head();                              -- until the end, so that what is left is compared with what was
  begin
    seen := private.rehearse_week(me);
    raise sqlstate 'DOCTR' using message = 'never kept';
  exception when sqlstate 'DOCTR' then
    null;                                                   -- the block is undone; what a variable holds is not
  end;
  return seen || jsonb_build_object('left', jsonb_build_object(
    'head', private.head_facts(),
    'rows', (select count(*) from public.cities where id = (seen ->> 'city')::uuid)
      + (select count(*) from public.sync_log where entry_id = (seen ->> 'entry')::uuid)));
end $$;
comment on function public.doctor_rehearse() is
  'RPC for superusers: a week in a block that is rolled back. Nobody sees any of it; only numbers of sequences are used up.';
