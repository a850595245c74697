-- The calls of an erasure, and the files that it leaves behind in storage.

create or replace function public.erase_person(
  employees uuid[], rows jsonb default '[]', reason text default '', dry boolean default false, keep uuid[] default null) returns jsonb
language plpgsql security definer set search_path = '' set statement_timeout = '120s' as $$
declare
  head record;
  after bigint;
  done jsonb;
begin
  perform private.require_user();
  head := private.lock_head();
  perform private.require_superuser();
  if cardinality(employees) > 100 or length(coalesce(reason, '')) > 500 then
    raise exception 'too_large' using errcode = '22023';
  elsif employees is null or array_ndims(employees) > 1 or array_position(employees, null) is not null
     or jsonb_typeof(rows) is distinct from 'array' or exists (select from jsonb_array_elements(rows) r where jsonb_typeof(r) <> 'object') then
    raise exception 'bad_op' using errcode = '22023';
  elsif jsonb_array_length(rows) > 5000 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  begin
    done := private.erase(employees, rows, coalesce(reason, ''));
    if coalesce(dry, false) then
      raise sqlstate 'P0DRY';                               -- counted by doing it, and taken back
    end if;
  exception when sqlstate 'P0DRY' then
    return jsonb_build_object('done', done);
  end;
  after := private.seal();
  update private.erased_people e set version = after where e.version = 0;
  return private.envelope(head.version, head.root, '[]', keep) || jsonb_build_object('done', done);
end $$;
comment on function public.erase_person(uuid[], jsonb, text, boolean, uuid[]) is
  'RPC for superusers: people (ids), and rows [{archive, row}] of archives, lose name, nick and columns everywhere. dry: only counts. Twice is once.';

create or replace function private.may_remove_path(p_path text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.role_of(auth.uid()) = 'superuser' and exists (select from private.erased_files f where f.path = p_path)
     and not exists (select from public.archives a where a.path = p_path)
$$;
comment on function private.may_remove_path(text) is 'For the storage policies: whether the caller may remove this file, which an erasure replaced.';

create or replace function public.erased_files() returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_superuser();
  if to_regclass('storage.objects') is null then
    return '{"left": [], "removed": 0}';
  end if;
  return (select json_build_object('left', coalesce(json_agg(f.path order by f.path) filter (where o.name is not null), '[]'),
      'removed', count(*) filter (where o.name is null))
    from private.erased_files f left join storage.objects o on o.bucket_id = 'arhiva' and o.name = f.path);
end $$;
comment on function public.erased_files() is 'RPC for superusers: replaced archive files that storage still has, and how many it has no more.';

do $$ begin
  if to_regclass('storage.objects') is null then
    return;
  end if;
  drop policy if exists arhiva_select_erased on storage.objects;
  create policy arhiva_select_erased on storage.objects for select to authenticated
    using (bucket_id = 'arhiva' and private.may_remove_path(name));

  drop policy if exists arhiva_delete on storage.objects;
  create policy arhiva_delete on storage.objects for delete to authenticated
    using (bucket_id = 'arhiva' and private.may_remove_path(name));
end $$;
