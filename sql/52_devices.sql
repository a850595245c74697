create or replace function public.report_device(device uuid, info jsonb) returns json
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  r record;
begin
  select * into r from jsonb_to_record(case when jsonb_typeof(info) = 'object' then info else '{}' end)
    as (version bigint, root text, epoch bigint, nonce text, unsent int, tray int, app text, state text);
  insert into public.devices as d (id, user_id, version, root, epoch, nonce, unsent, tray, app, state)
  select device, p.id, r.version, left(r.root, 64), r.epoch, left(r.nonce, 64), coalesce(r.unsent, 0), coalesce(r.tray, 0),
         left(coalesce(r.app, ''), 50), left(coalesce(r.state, ''), 50)
    from public.profiles p where p.id = me
  on conflict (id, user_id) do update
    set version = excluded.version, root = excluded.root, epoch = excluded.epoch, nonce = excluded.nonce, unsent = excluded.unsent,
        tray = excluded.tray, app = excluded.app, state = excluded.state, seen_at = now();
  return '{}';
exception when data_exception or integrity_constraint_violation then
  perform private.bad(case when sqlerrm = 'too_large' then 'too_large' else 'bad_op' end);
end $$;
comment on function public.report_device(uuid, jsonb) is 'RPC: what a device says about itself. Moves no version.';

create or replace function public.devices_list() returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_admin();
  return (select coalesce(json_agg(json_build_object('device', d.id, 'user', d.user_id, 'name', p.name, 'version', d.version,
      'root', d.root, 'epoch', d.epoch, 'nonce', d.nonce, 'unsent', d.unsent, 'tray', d.tray, 'app', d.app, 'state', d.state,
      'first_seen', private.ms(d.first_seen), 'seen_at', private.ms(d.seen_at)) order by d.seen_at desc, d.id), '[]')
    from public.devices d join public.profiles p on p.id = d.user_id);
end $$;
comment on function public.devices_list() is 'RPC for admins: all devices, the last seen first; for apps that do not know devices_watch yet.';

create or replace function public.devices_watch(since bigint default null) returns json
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  perform private.require_admin();
  return (select json_build_object('now', private.ms(clock_timestamp()),
      'head', json_build_object('version', g.version, 'root', g.data_hash, 'epoch', f.version, 'nonce', f.data_hash),
      'force', case when f.version > 0 then json_build_object('by', f.last_modified_by, 'at', private.ms(f.last_modified_at),
        'reason', s.force_reason) end,
      'devices', (select coalesce(json_agg(json_build_object('device', d.id, 'user', d.user_id, 'name', p.name, 'version', d.version,
          'root', left(d.root, 12), 'epoch', d.epoch, 'nonce', d.nonce, 'unsent', d.unsent, 'tray', d.tray, 'app', d.app,
          'state', d.state, 'seen_at', private.ms(d.seen_at)) order by d.seen_at desc, d.id), '[]')
        from public.devices d join public.profiles p on p.id = d.user_id
       where since is null or d.seen_at >= private.moment(since)))
    from public.sync_metadata g, public.sync_metadata f, public.settings s
   where g.sync_key = 'global_version' and f.sync_key = 'force_sync');
end $$;
comment on function public.devices_watch(bigint) is
  'RPC for admins: the head, the last force, and the devices that have said something since then (null: all), from one snapshot. `now` is the clock they were seen by.';
