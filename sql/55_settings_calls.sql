create or replace function private.settings_json() returns json
language sql stable security definer set search_path = '' as $$
  select json_build_object('schema_version', s.schema_version, 'policy', s.policy,
    'min_client', (select version from public.sync_metadata where sync_key = 'min_client'), 'updated_at', private.ms(s.updated_at))
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

create or replace function public.settings_set(patch jsonb) returns json
language plpgsql security definer set search_path = '' as $$
declare
  was jsonb;
begin
  perform private.require_admin();
  perform from public.settings for update;
  was := private.settings_json()::jsonb - 'updated_at';
  if jsonb_typeof(patch) is distinct from 'object'
     or exists (select from jsonb_object_keys(patch) k where k not in ('policy', 'min_client'))
     or patch ? 'policy' and coalesce(patch ->> 'policy', '') not in ('strict', 'relevant', 'automatic') then
    raise exception 'bad_op' using errcode = '22023';
  end if;
  if patch ? 'policy' then
    update public.settings set policy = patch ->> 'policy';
  end if;
  if patch ? 'min_client' then
    update public.sync_metadata set version = private.int_field(patch -> 'min_client', 1, 100000), last_modified_by = private.actor(),
      last_modified_at = clock_timestamp() where sync_key = 'min_client';
  end if;
  perform private.audit('settings.set', null, null, null, was, private.settings_json()::jsonb - 'updated_at');
  return private.settings_json();
end $$;
comment on function public.settings_set(jsonb) is 'RPC for admins: {policy, min_client}.';
