create or replace function public.log_sync(entries jsonb) returns json
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  own varchar;
  n int;
begin
  if jsonb_typeof(entries) is distinct from 'array' then
    raise exception 'bad_op' using errcode = '22023';
  elsif jsonb_array_length(entries) > 200 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  select discord_id into own from public.profiles where id = me;
  if not found then
    return '{"logged": 0}';
  end if;
  with fresh as (
    insert into public.sync_log (discord_id, sync_type, status, items_synced, error_message, synced_at, device_id, version,
      duration_ms, entry_id, user_id)
    select own, e.type, e.status, coalesce(e.items, 0), left(e.error, 1000), coalesce(private.moment(e.at), now()), e.device,
           e.version, e.duration_ms, e.id, me
      from jsonb_to_recordset(entries) e (id uuid, type text, status text, items int, error text, at bigint, device uuid,
        version bigint, duration_ms int)
     where e.id is not null
       and (e.type in ('upload', 'download') and e.status in ('pending', 'success', 'failed')
         -- successes of these are written by their own calls
         or e.type in ('force_sync', 'reset', 'restore') and e.status = 'failed')
    on conflict (entry_id) do nothing returning 1
  )
  select count(*) into n from fresh;
  return json_build_object('logged', n);
exception when data_exception or integrity_constraint_violation then
  perform private.bad(case when sqlerrm = 'too_large' then 'too_large' else 'bad_op' end);
end $$;
comment on function public.log_sync(jsonb) is
  'RPC: the only way into sync_log, for who has a profile; idempotent on the entries'' id, the discord id is the session''s.';

create or replace function public.sync_log_list(filter jsonb default '{}') returns json
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  perform private.require_admin();
  -- Planned for each filter: what is not asked for falls out of the plan, and the rest finds its index.
  return (select coalesce(json_agg(row_to_json(x) order by x.id desc), '[]') from (
    select l.id, l.discord_id, l.user_id as "user", p.name, l.sync_type as type, l.status, l.items_synced as items,
           l.error_message as error, private.ms(l.synced_at) as at, private.ms(l.created_at) as created_at,
           l.device_id as device, l.version, l.duration_ms
      from public.sync_log l left join public.profiles p on p.id = l.user_id
     where (filter ->> 'type' is null or l.sync_type = filter ->> 'type')
       and (filter ->> 'status' is null or l.status = filter ->> 'status')
       and (filter ->> 'user' is null or l.user_id = (filter ->> 'user')::uuid)
       and (filter ->> 'device' is null or l.device_id = (filter ->> 'device')::uuid)
       and (filter ->> 'from' is null or l.synced_at >= private.moment((filter ->> 'from')::bigint))
       and (filter ->> 'to' is null or l.synced_at < private.moment((filter ->> 'to')::bigint))
       and (filter ->> 'before' is null or l.id < (filter ->> 'before')::bigint)
     order by l.id desc limit greatest(least(coalesce((filter ->> 'limit')::int, 100), 1000), 1)) x);
exception when data_exception or integrity_constraint_violation then
  perform private.bad(case when sqlerrm = 'too_large' then 'too_large' else 'bad_op' end);
end $$;
comment on function public.sync_log_list(jsonb) is 'RPC for admins: {type, status, user, device, from, to, before: id, limit}, newest first.';
