-- The writing calls: lock, run, seal, answer with what the author needs.

create or replace function private.envelope(before_version bigint, before_root text, results jsonb, p_keep uuid[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  after_version bigint := private.seal();
  ids uuid[];
  answer jsonb;
begin
  select array_agg((r ->> 'id')::uuid) into ids from jsonb_array_elements(results) r where r ->> 'status' = 'applied';
  update public.applied_ops o
     set version = after_version, result = o.result || jsonb_build_object('version', after_version)
   where o.id = any (ids) and o.version is null;
  select coalesce(jsonb_agg(case when r.value ->> 'status' = 'applied'
           then r.value || jsonb_build_object('version', after_version) else r.value end order by r.ordinality), '[]')
    into results from jsonb_array_elements(results) with ordinality r;
  -- Version 0 has no row in heads, but asking since 0 means everything.
  answer := private.delta(greatest(before_version, 0), before_root, (
    select array_agg((r ->> 'id')::uuid) from jsonb_array_elements(results) r where r ->> 'status' in ('applied', 'duplicate')),
    p_keep, 1000000);
  return answer || jsonb_build_object('before', before_version, 'before_root', before_root, 'after', after_version,
    'results', results);
end $$;
comment on function private.envelope(bigint, text, jsonb, uuid[]) is
  'Seals and answers: the delta since the head before, and the verdicts with their version.';

create or replace function public.sync_push(ops json, device uuid default null, keep uuid[] default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  head record;
  raw json;
  results jsonb := '[]';
begin
  perform private.require_user();
  head := private.lock_head();
  if json_typeof(ops) is distinct from 'array' then
    raise exception 'bad_op' using errcode = '22023';
  elsif json_array_length(ops) > 500 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  for raw in select value from json_array_elements(ops) loop
    results := results || jsonb_build_array(private.push_one(raw, device, false));
  end loop;
  return private.envelope(head.version, head.root, results, keep);
end $$;
comment on function public.sync_push(json, uuid, uuid[]) is 'RPC: ops in order, each in its own savepoint; answers with verdicts and what changed.';

create or replace function private.push_online(op jsonb, log_type text, p_device uuid, p_keep uuid[]) returns jsonb
language plpgsql set search_path = '' as $$
declare
  head record := private.lock_head();
  result jsonb;
  answer jsonb;
begin
  result := private.push_one((op || jsonb_build_object('user', auth.uid()))::json, p_device, true);
  answer := private.envelope(head.version, head.root, jsonb_build_array(result), p_keep);
  if result ->> 'status' = 'applied' then
    insert into public.sync_log (discord_id, sync_type, status, items_synced, device_id, version, user_id)
    values ((select discord_id from public.profiles where id = auth.uid()), log_type, 'success',
      coalesce(result -> 'archive' ->> 'employees', result ->> 'employees')::int, p_device, (answer ->> 'after')::bigint, auth.uid());
  end if;
  return answer;
end $$;
comment on function private.push_online(jsonb, text, uuid, uuid[]) is 'One op that exists online only, with its line in sync_log.';

create or replace function public.reset_points(
  op uuid, institution uuid, expected_period int, device uuid default null, keep uuid[] default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_user();
  return private.push_online(jsonb_build_object('id', op, 'kind', 'points.reset', 'institution', institution,
    'period', expected_period), 'reset', device, keep);
end $$;
comment on function public.reset_points(uuid, uuid, int, uuid, uuid[]) is 'RPC: archives the week of an institution and starts a new one.';

create or replace function public.restore_archive(
  op uuid, archive uuid, expected_period int, replace boolean default false, device uuid default null, keep uuid[] default null)
returns jsonb
language plpgsql security definer set search_path = '' as $$
begin
  perform private.require_user();
  return private.push_online(jsonb_build_object('id', op, 'kind', 'points.restore', 'archive', archive,
    'period', expected_period, 'replace', coalesce(replace, false)), 'restore', device, keep);
end $$;
comment on function public.restore_archive(uuid, uuid, int, boolean, uuid, uuid[]) is
  'RPC: takes an archived week back, archiving the present one first.';
