-- Archives of the old program: kept as they are.

create or replace function private.archived_moment(doc jsonb) returns timestamptz
language plpgsql stable set search_path = '' set timezone = 'Europe/Bucharest' as $$
begin
  return coalesce((doc ->> 'archived_at')::timestamptz, clock_timestamp());
exception when data_exception then
  return clock_timestamp();
end $$;
comment on function private.archived_moment(jsonb) is
  'When an imported archive was made; a time without zone is the old program''s local one.';

create or replace function private.import_archive(item jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  doc jsonb := item -> 'doc';
  new_id uuid := (item ->> 'id')::uuid;
  i public.institutions;
  city_now text;
  moment timestamptz := private.archived_moment(doc);
  body text := doc::text;
  erased int[];
begin
  if new_id is null or jsonb_typeof(doc) is distinct from 'object' then
    perform private.bad();
  elsif octet_length(body) > 4000000 then
    perform private.bad('too_large');
  elsif exists (select from public.archives where id = new_id) then
    return '{"status": "duplicate"}';
  end if;
  select * into i from public.institutions where id = (item ->> 'institution')::uuid;
  if i.id is null then
    return private.conflict('institution_gone');
  end if;
  select name into city_now from public.cities where id = i.city;
  select array_agg(f.pos) into erased from private.archive_faces(doc) f join private.erased_people e on e.employee = f.employee;
  if erased is not null then
    doc := private.erased_doc(doc, erased, array(select e.employee from private.erased_people e), null);
    body := doc::text;
  end if;
  insert into public.archives (id, institution, city, institution_name, city_name, kind, period, path, at, by, user_id,
    employees, points, sha256, bytes, body)
  select new_id, i.id, i.city, i.name, city_now, 'import', 0, private.archive_path(city_now, i.name, moment), moment,
         left(coalesce(doc ->> 'reset_by', ''), 200), auth.uid(), count(*), coalesce(sum(p.points), 0),
         private.hash_of(body), octet_length(body), body
    from private.archived_people(doc) p;
  perform private.audit('archive.import', null, i.id, new_id, null, jsonb_build_object('at', doc -> 'archived_at'));
  return private.applied();
end $$;
comment on function private.import_archive(jsonb) is 'Imports one archive; the second time it is a duplicate.';

-- Once it had no second argument, and two of one name could not be told apart.
drop function if exists public.import_archives(jsonb);

create or replace function public.import_archives(items jsonb, keep uuid[] default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  head record;
  item jsonb;
  verdict jsonb;
  results jsonb := '[]';
begin
  perform private.require_user();
  head := private.lock_head();
  if private.role_of(auth.uid()) is distinct from 'superuser' then
    raise exception 'denied' using errcode = '42501';
  elsif jsonb_typeof(items) is distinct from 'array' then
    raise exception 'bad_op' using errcode = '22023';
  elsif jsonb_array_length(items) > 500 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  for item in select value from jsonb_array_elements(items) loop
    begin
      verdict := private.import_archive(item);
    exception when data_exception or integrity_constraint_violation then
      verdict := private.invalid(item ->> 'id', case when sqlerrm = 'too_large' then 'too_large' else 'bad_op' end);
    end;
    results := results || jsonb_build_array(jsonb_build_object('id', item ->> 'id') || verdict - 'touched');
  end loop;
  return private.envelope(head.version, head.root, results, keep);
end $$;
comment on function public.import_archives(jsonb, uuid[]) is 'RPC for superusers: archives of the old program, idempotent on their id.';
