-- Which leaves one person sees and one device keeps. Set-based: nothing is called per row.

create or replace function private.sees_all(p_user uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
  select coalesce(private.role_of(p_user) in ('superuser', 'admin'), false)
      or exists (select from public.permissions where user_id = p_user and city is null and institution is null));
end $$;
comment on function private.sees_all(uuid) is 'Whether a person may view every institution.';

create or replace function private.view_of(p_user uuid, p_keep uuid[], p_after bigint default -1)
returns table (sync_key text, version bigint, hash text, kind text, institution uuid, bytes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  everything boolean := private.sees_all(p_user);
begin
  if not everything and not exists (select from public.permissions p where p.user_id = p_user) then
    return;
  end if;
  return query
    select m.sync_key::text, m.version, m.data_hash::text, l.kind, l.institution, l.bytes
      from public.sync_metadata m join public.leaf_bodies l on l.sync_key = m.sync_key
     where l.kind <> 'me' and m.version > p_after
       and (l.kind = 'directory' or everything
         or l.institution in (select p.institution from public.permissions p where p.user_id = p_user)
         or l.city in (select p.city from public.permissions p where p.user_id = p_user))
       and (l.kind = 'directory' or p_keep is null or l.institution in (select k from unnest(p_keep) k));
end $$;
comment on function private.view_of(uuid, uuid[], bigint) is
  'Seen and kept leaves that are newer than a version, gone ones too (hash '''').';

create or replace function private.view_root(p_user uuid, p_keep uuid[], p_root text) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_keep is null and private.sees_all(p_user) then
    return p_root;
  end if;
  return (select private.hash_of(coalesce(string_agg(v.sync_key || ' ' || v.hash || E'\n', '' order by v.sync_key collate "C"), ''))
            from private.view_of(p_user, p_keep) v where v.hash <> '');
end $$;
comment on function private.view_root(uuid, uuid[], text) is 'Root over the leaves that one person sees and one device keeps.';
