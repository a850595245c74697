create or replace function public.force_sync(reason text default '', device uuid default null) returns json
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_admin();
  force public.sync_metadata;
begin
  select * into force from public.sync_metadata where sync_key = 'force_sync' for update;
  if force.last_modified_at > clock_timestamp() - interval '30 seconds' then
    raise exception 'force_too_soon' using errcode = 'P0001';
  end if;
  update public.sync_metadata
     set version = version + 1, data_hash = replace(gen_random_uuid()::text, '-', ''),
         last_modified_by = private.actor(), last_modified_at = clock_timestamp()
   where sync_key = 'force_sync' returning * into force;
  update public.settings set force_reason = left(coalesce(reason, ''), 500);
  insert into public.sync_log (discord_id, sync_type, status, device_id, user_id,
    version)
  values ((select discord_id from public.profiles where id = me), 'force_sync', 'success', device, me,
    (select m.version from public.sync_metadata m where m.sync_key = 'global_version'));
  perform private.audit('force_sync', null, null, null, null,
    jsonb_build_object('epoch', force.version, 'reason', left(coalesce(reason, ''), 500)));
  perform private.note('force_sync', jsonb_build_object('by', private.actor(), 'reason', left(coalesce(reason, ''), 500)));
  return json_build_object('epoch', force.version, 'nonce', force.data_hash, 'at', private.ms(force.last_modified_at));
end $$;
comment on function public.force_sync(text, uuid) is
  'RPC for admins: every device locks until it has downloaded. A new epoch and nonce; neither version nor root moves. Once per 30 s.';
