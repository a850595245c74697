-- Archive bodies, and their public copies in storage.

create or replace function private.sees_archive(a public.archives) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.can('view', coalesce((select city from public.institutions where id = a.institution), a.city), a.institution)
$$;
comment on function private.sees_archive(public.archives) is 'By its institution; of one that is gone, by the city it was in, or globally.';

create or replace function private.may_upload(a public.archives) returns boolean
language sql stable security definer set search_path = '' as $$
  select a.uploaded_at is null and private.sees_archive(a)
    and (a.user_id = auth.uid() or private.can('reset',
      coalesce((select city from public.institutions where id = a.institution), a.city), a.institution))
$$;
comment on function private.may_upload(public.archives) is
  'Who made it, or may reset there: a stored object can never be replaced, so viewers do not write it.';

create or replace function private.sees_path(p_path text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.archives a where a.path = p_path and private.sees_archive(a))
$$;
comment on function private.sees_path(text) is 'For the storage policy: whether the caller may read the file at this path.';

create or replace function private.may_upload_path(p_path text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.archives a where a.path = p_path and private.may_upload(a))
$$;
comment on function private.may_upload_path(text) is 'For the storage policy: whether the caller may create the file at this path.';

create or replace function private.stored(p_path text, p_bytes int) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  size text;
begin
  if to_regclass('storage.objects') is null then
    return 'missing';
  end if;
  select coalesce(o.metadata ->> 'size', '') into size from storage.objects o where o.bucket_id = 'arhiva' and o.name = p_path;
  return case when size is null then 'missing' when size in ('', p_bytes::text) then 'stored' else 'other' end;
end $$;
comment on function private.stored(text, int) is
  'missing, stored, or other (of another size: never ours, readers fall back to archive_body).';

create or replace function public.archive_body(id uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  a public.archives;
begin
  perform private.require_user();
  select * into a from public.archives x where x.id = archive_body.id;
  if a.id is null or not private.sees_archive(a) then
    raise exception 'archive_gone' using errcode = 'PT404';
  end if;
  return json_build_object('id', a.id, 'path', a.path, 'sha256', a.sha256, 'bytes', a.bytes, 'body', a.body);
end $$;
comment on function public.archive_body(uuid) is 'RPC: the exact text of an archive, from the database.';

create or replace function public.archive_bodies(ids uuid[]) returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  if cardinality(ids) > 1000 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  return (select coalesce(json_agg(json_build_object('id', m.id, 'body', m.body)), '[]')
    from (select a.id, a.body, a.bytes, sum(a.bytes) over (order by a.at desc, a.id) as total
            from public.archives a where a.id = any (ids) and private.sees_archive(a)) m
   where m.total <= 8000000 or m.total = m.bytes);
end $$;
comment on function public.archive_bodies(uuid[]) is
  'RPC: exact texts of many archives, newest first, up to 8 MB in one answer; unknown and forbidden ones are left out.';

create or replace function public.archives_missing() returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  return (select coalesce(json_agg(json_build_object('id', m.id, 'path', m.path, 'sha256', m.sha256, 'bytes', m.bytes)), '[]')
    from (select a.* from public.archives a where a.uploaded_at is null and a.kind <> 'backup' and private.may_upload(a)
            and private.stored(a.path, a.bytes) <> 'other' order by a.at limit 200) m);
end $$;
comment on function public.archives_missing() is 'RPC: up to 200 archives that the caller may upload and that are not noted as stored.';

create or replace function public.archive_uploaded(id uuid) returns json
language plpgsql security definer set search_path = '' as $$
declare
  a public.archives;
  done boolean;
begin
  perform private.require_user();
  select * into a from public.archives x where x.id = archive_uploaded.id;
  if a.id is null or not private.sees_archive(a) then
    raise exception 'archive_gone' using errcode = 'PT404';
  end if;
  done := private.stored(a.path, a.bytes) = 'stored';
  if done and a.uploaded_at is null then
    update public.archives x set uploaded_at = clock_timestamp() where x.id = a.id;
  end if;
  return json_build_object('uploaded', done);
end $$;
comment on function public.archive_uploaded(uuid) is 'RPC: notes that the file is in storage, after looking.';
