-- Sign-in makes a profile with no permission. Name and discord id come from auth.identities, which users cannot edit.

create or replace function private.identity_of(p_user uuid, out name text, out discord_id text)
language sql stable security definer set search_path = '' as $$
  select left(coalesce(
           nullif(private.clean(coalesce(d.identity_data -> 'custom_claims' ->> 'global_name', d.identity_data ->> 'global_name',
             d.identity_data ->> 'full_name', d.identity_data ->> 'name', d.identity_data ->> 'user_name')), ''),
           split_part(u.email::text, '@', 1), 'user'), 200),
         left(d.provider_id::text, 50)
    from auth.users u
    left join lateral (select * from auth.identities i where i.user_id = u.id and i.provider = 'discord'
                        order by i.created_at limit 1) d on true
   where u.id = p_user
$$;
comment on function private.identity_of(uuid) is 'Discord name and id of a person; without Discord the first half of the e-mail address.';

create or replace function public.refresh_profile() returns json
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  held public.profiles;
  seen record;
begin
  select * into seen from private.identity_of(me);
  select * into held from public.profiles where id = me;
  if held.id is null or (held.name, held.discord_id) is distinct from (seen.name, seen.discord_id::varchar) then
    perform private.lock_head();
    insert into public.profiles (id, name, discord_id) values (me, coalesce(seen.name, 'user'), seen.discord_id)
    on conflict (id) do update set name = excluded.name, discord_id = excluded.discord_id;
    if held.id is null then
      perform private.note('member_waiting', jsonb_build_object('user', me, 'name', seen.name));
    end if;
    perform private.seal();
  end if;
  return private.me_body(me)::json;
end $$;
comment on function public.refresh_profile() is 'RPC: makes or refreshes the caller''s profile; answers with the me leaf.';

create or replace function private.make_owner(who text) returns text
language plpgsql security definer set search_path = '' as $$
declare
  found_id uuid;
  seen record;
begin
  select u.id into found_id from auth.users u
   where lower(u.email) = lower(who) or u.id::text = who
      or exists (select from auth.identities i where i.user_id = u.id and i.provider = 'discord' and i.provider_id::text = who)
   limit 1;
  if found_id is null then
    raise exception 'nobody has signed in as %', who;
  end if;
  select * into seen from private.identity_of(found_id);
  insert into public.profiles (id, name, discord_id, role) values (found_id, seen.name, seen.discord_id, 'superuser')
  on conflict (id) do update set role = 'superuser';
  perform private.audit('role.set', null, null, found_id, null, '{"role": "superuser"}');
  return seen.name;
end $$;
comment on function private.make_owner(text) is
  'For the owner, by SQL only: select private.make_owner(''<e-mail, Discord id or user id>'') makes the first superuser, after a first sign-in.';
