create or replace function private.settings_json() returns json
language sql stable security definer set search_path = '' as $$
  select json_build_object('schema_version', s.schema_version, 'policy', s.policy,
    'min_client', (select version from public.sync_metadata where sync_key = 'min_client'),
    'zone', s.zone, 'backup_keep_days', s.backup_keep_days, 'log_keep_days', s.log_keep_days, 'updated_at', private.ms(s.updated_at))
    from public.settings s
$$;
comment on function private.settings_json() is 'The settings that admins see.';

create or replace function public.settings_get() returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_admin();
  return private.settings_json();
end $$;
comment on function public.settings_get() is 'RPC for admins.';

create or replace function private.checked_settings(patch jsonb) returns void
language plpgsql stable set search_path = '' as $$
begin
  if jsonb_typeof(patch) is distinct from 'object'
     or exists (select from jsonb_object_keys(patch) k
                 where k not in ('policy', 'min_client', 'zone', 'backup_keep_days', 'log_keep_days'))
     or patch ? 'policy' and coalesce(patch ->> 'policy', '') not in ('strict', 'relevant', 'automatic') then
    raise exception 'bad_op' using errcode = '22023';
  elsif patch ? 'zone' and not exists (select from pg_catalog.pg_timezone_names z where z.name = patch ->> 'zone') then
    raise exception 'bad_zone' using errcode = '22023';
  end if;
end $$;
comment on function private.checked_settings(jsonb) is 'Refuses a patch with unknown keys, or a policy or a time zone that there is not.';

create or replace function public.settings_set(patch jsonb) returns json
language plpgsql security definer set search_path = '' as $$
declare
  was jsonb;
begin
  perform private.require_admin();
  perform from public.settings for update;
  was := private.settings_json()::jsonb - 'updated_at';
  perform private.checked_settings(patch);
  update public.settings s
     set policy = coalesce(patch ->> 'policy', s.policy), zone = coalesce(patch ->> 'zone', s.zone),
         backup_keep_days = case when patch ? 'backup_keep_days'
           then private.int_field(patch -> 'backup_keep_days', 1, 3650) else s.backup_keep_days end,
         log_keep_days = case when patch ? 'log_keep_days'
           then private.int_field(patch -> 'log_keep_days', 30, 3650) else s.log_keep_days end
   where patch - 'min_client' <> '{}';
  if patch ? 'min_client' then
    update public.sync_metadata set version = private.int_field(patch -> 'min_client', 1, 100000), last_modified_by = private.actor(),
      last_modified_at = clock_timestamp() where sync_key = 'min_client';
  end if;
  perform private.audit('settings.set', null, null, null, was, private.settings_json()::jsonb - 'updated_at');
  return private.settings_json();
end $$;
comment on function public.settings_set(jsonb) is 'RPC for admins: {policy, min_client, zone, backup_keep_days, log_keep_days}.';
