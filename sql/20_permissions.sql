-- What a person may do. Superusers and admins: everything; viewers: never more than view; others: what their rows say.

create or replace function private.role_of(p_user uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
  select role from public.profiles where id = p_user);
end $$;
comment on function private.role_of(uuid) is 'Role of a person, null without a profile.';

create or replace function private.is_admin() returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(private.role_of(auth.uid()) in ('superuser', 'admin'), false)
$$;
comment on function private.is_admin() is 'Whether the caller is an admin or a superuser.';

create or replace function private.can(cap text, p_city uuid default null, p_institution uuid default null) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  caller_role text := private.role_of(auth.uid());
begin
  return case
    when caller_role in ('superuser', 'admin') then true
    when caller_role = 'viewer' and cap <> 'view' then false
    else exists (select from public.permissions p
      where p.user_id = auth.uid() and (cap = 'view' or p.capability = cap)
        and (p.city is null and p.institution is null or p.institution = p_institution or p.city = p_city))
  end;
end $$;
comment on function private.can(text, uuid, uuid) is
  'Whether the caller has a capability at a place. Without a place: globally. Any capability implies view there.';

create or replace function private.require_user() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if auth.uid() is null then
    raise exception 'not_signed_in' using errcode = 'PT401';
  end if;
  return auth.uid();
end $$;
comment on function private.require_user() is 'The caller; refuses who is not signed in.';

create or replace function private.require_admin() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if not private.is_admin() then
    raise exception 'denied' using errcode = '42501';
  end if;
  return auth.uid();
end $$;
comment on function private.require_admin() is 'The caller; refuses who is not an admin.';

create or replace function private.require_superuser() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if private.role_of(auth.uid()) is distinct from 'superuser' then
    raise exception 'denied' using errcode = '42501';
  end if;
  return auth.uid();
end $$;
comment on function private.require_superuser() is 'The caller; refuses who is no superuser.';
