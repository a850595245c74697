-- Roles and permissions. Nobody changes their own; superusers are changed, and made, by superusers only. Who says what they saw
-- changes only that: of two admins at once the second is told.

-- Before `seen`: beside these, a call without it would fit two functions.
drop function if exists public.set_role(uuid, text);
drop function if exists public.set_permissions(uuid, jsonb);

create or replace function private.member(p public.profiles) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'name', p.name, 'discord_id', p.discord_id, 'role', p.role, 'created_at', private.ms(p.created_at),
    'seen_at', (select private.ms(max(d.seen_at)) from public.devices d where d.user_id = p.id),
    'permissions', coalesce((select jsonb_agg(jsonb_build_object('city', x.city, 'institution', x.institution, 'capability', x.capability)
       order by x.city, x.institution, x.capability) from public.permissions x where x.user_id = p.id), '[]'))
$$;
comment on function private.member(public.profiles) is 'A person as the members page shows them.';

create or replace function public.members() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_admin();
  return (select coalesce(jsonb_agg(private.member(p) order by p.name, p.id), '[]') from public.profiles p);
end $$;
comment on function public.members() is 'RPC for admins: everybody, with role and permissions.';

create or replace function private.changeable(target uuid) returns public.profiles
language plpgsql set search_path = '' as $$
declare
  held public.profiles;
begin
  perform private.require_admin();
  select * into held from public.profiles where id = target;
  if target = auth.uid() then
    raise exception 'self_change' using errcode = '42501';
  elsif held.id is null then
    raise exception 'member_gone' using errcode = 'PT404';
  elsif held.role = 'superuser' and private.role_of(auth.uid()) <> 'superuser' then
    raise exception 'denied' using errcode = '42501';
  end if;
  return held;
end $$;
comment on function private.changeable(uuid) is 'The profile that an admin is about to change, if they may.';

create or replace function private.unchanged(was jsonb, seen jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  if was <> seen then
    raise exception 'changed_since' using errcode = 'PT412';
  end if;
end $$;
comment on function private.unchanged(jsonb, jsonb) is 'Refuses who saw something else than what is there; null = did not say.';

create or replace function private.rights(rows jsonb) returns jsonb
language sql immutable strict set search_path = '' as $$
  select coalesce(jsonb_agg(distinct jsonb_build_object('city', r.city, 'institution', r.institution, 'capability', r.capability)), '[]')
    from jsonb_to_recordset(rows) r (city uuid, institution uuid, capability text)
$$;
comment on function private.rights(jsonb) is 'Permissions as a set: in one order, each once.';

create or replace function private.refuse_gone(rows jsonb) returns void
language plpgsql stable set search_path = '' as $$
begin
  if exists (select from jsonb_to_recordset(rows) r (institution uuid) where r.institution is not null
      and not exists (select from public.institutions i where i.id = r.institution)) then
    raise exception 'institution_gone' using errcode = 'PT410';
  elsif exists (select from jsonb_to_recordset(rows) r (city uuid) where r.city is not null
      and not exists (select from public.cities c where c.id = r.city)) then
    raise exception 'city_gone' using errcode = 'PT410';
  end if;
end $$;
comment on function private.refuse_gone(jsonb) is 'Refuses permissions at a place that was deleted.';

create or replace function public.set_role(target uuid, role text, seen text default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  held public.profiles;
begin
  perform private.require_user();
  perform private.lock_head();                              -- two superusers may be demoting each other
  held := private.changeable(target);
  perform private.unchanged(to_jsonb(held.role), to_jsonb(seen));
  if set_role.role is null or set_role.role not in ('superuser', 'admin', 'user', 'viewer') then
    raise exception 'not_allowed_role' using errcode = '22023';
  elsif set_role.role = 'superuser' and private.role_of(auth.uid()) <> 'superuser' then
    raise exception 'denied' using errcode = '42501';
  elsif held.role = 'superuser' and set_role.role <> 'superuser'
     and not exists (select from public.profiles p where p.role = 'superuser' and p.id <> target) then
    raise exception 'last_superuser' using errcode = '42501';
  end if;
  if held.role <> set_role.role then
    update public.profiles p set role = set_role.role where p.id = target;
    perform private.audit('role.set', null, null, target,
      jsonb_build_object('role', held.role), jsonb_build_object('role', set_role.role));
    perform private.seal();
  end if;
  return (select private.member(p) from public.profiles p where p.id = target);
end $$;
comment on function public.set_role(uuid, text, text) is
  'RPC for admins: gives somebody else a role. seen = the role that the caller saw.';

create or replace function public.set_permissions(target uuid, rows jsonb, seen jsonb default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  held public.profiles;
  was jsonb;
  becomes jsonb;
begin
  perform private.require_user();
  perform private.lock_head();
  held := private.changeable(target);
  if jsonb_typeof(rows) is distinct from 'array' or jsonb_typeof(seen) <> 'array' then
    raise exception 'bad_op' using errcode = '22023';
  elsif greatest(jsonb_array_length(rows), jsonb_array_length(seen)) > 10000 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  was := private.member(held) -> 'permissions';
  perform private.unchanged(private.rights(was), private.rights(seen));
  perform private.refuse_gone(rows);
  delete from public.permissions p where p.user_id = target and not exists (
    select from jsonb_to_recordset(rows) r (city uuid, institution uuid, capability text)
     where (r.city, r.institution, r.capability) is not distinct from (p.city, p.institution, p.capability));
  insert into public.permissions (user_id, city, institution, capability)
  select distinct target, r.city, r.institution, r.capability
    from jsonb_to_recordset(rows) r (city uuid, institution uuid, capability text)
  on conflict do nothing;
  becomes := private.member(held) -> 'permissions';
  if was <> becomes then
    perform private.audit('permissions.set', null, null, target, was, becomes);
  end if;
  perform private.seal();
  return private.member(held);
exception when data_exception or integrity_constraint_violation then
  perform private.bad(case when sqlerrm = 'too_large' then 'too_large' else 'bad_op' end);
end $$;
comment on function public.set_permissions(uuid, jsonb, jsonb) is
  'RPC for admins: replaces all permissions of somebody else, in one transaction. seen = those that the caller saw.';
