-- Institutions: create, rename, delete, ranks, columns.

create or replace function private.op_institution_create(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  new_id uuid := (op ->> 'institution')::uuid;
  in_city uuid := (op ->> 'city')::uuid;
  new_name text := private.name_field(op -> 'name');
begin
  if new_id is null or in_city is null then
    perform private.bad();
  elsif not exists (select from public.cities where id = in_city) then
    return private.conflict('city_gone');
  elsif not private.can('edit', in_city) then
    return private.denied();
  elsif exists (select from public.institutions where id = new_id) or exists (select from public.leaf_bodies where institution = new_id) then
    return private.conflict('clash', jsonb_build_object('institution', new_id));
  elsif exists (select from public.institutions where city = in_city and private.fold(name) = private.fold(new_name)) then
    return private.conflict('name_taken');
  end if;
  insert into public.institutions (id, city, name, ranks, columns)
  values (new_id, in_city, new_name, private.ranks_field(op -> 'ranks'), private.columns_field(op -> 'columns'));
  perform private.audit('institution.create', (op ->> 'id')::uuid, new_id, in_city, null,
    jsonb_build_object('name', new_name, 'ranks', op -> 'ranks', 'columns', op -> 'columns'));
  return private.applied();
end $$;
comment on function private.op_institution_create(jsonb) is 'institution.create; an id is never used for a second institution.';

create or replace function private.edited_institution(op jsonb, out place public.institutions, out refusal jsonb)
language plpgsql set search_path = '' as $$
begin
  select * into place from public.institutions where id = (op ->> 'institution')::uuid;
  if place.id is null then
    refusal := private.conflict('institution_gone');
  elsif not private.can('edit', place.city, place.id) then
    refusal := private.denied();
  end if;
end $$;
comment on function private.edited_institution(jsonb) is 'The institution of an editing op, or why it may not be touched.';

create or replace function private.op_institution_rename(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  s record;
  held public.institutions;
  r record;
begin
  select * into s from private.edited_institution(op);
  if s.refusal is not null then
    return s.refusal;
  end if;
  held := s.place;
  select * into r from private.rename_verdict(held.name, op);
  if r.verdict is not null then
    return r.verdict;
  elsif exists (select from public.institutions
                 where id <> held.id and city = held.city and private.fold(name) = private.fold(r.new_name)) then
    return private.conflict('name_taken');
  end if;
  update public.institutions set name = r.new_name where id = held.id;
  perform private.audit('institution.rename', (op ->> 'id')::uuid, held.id, null,
    jsonb_build_object('name', held.name), jsonb_build_object('name', r.new_name));
  return private.applied();
end $$;
comment on function private.op_institution_rename(jsonb) is 'institution.rename';

create or replace function private.op_institution_ranks(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  s record;
  held public.institutions;
  wanted jsonb := private.ranks_field(private.pair(op -> 'ranks') -> 1);
begin
  select * into s from private.edited_institution(op);
  if s.refusal is not null then
    return s.refusal;
  end if;
  held := s.place;
  if held.ranks <> wanted and held.ranks <> (op -> 'ranks' -> 0) and held.ranks <> private.ranks_field(op -> 'ranks' -> 0) then
    return private.conflict('clash', jsonb_build_object('ranks', held.ranks));
  end if;
  update public.institutions set ranks = wanted where id = held.id;
  perform private.audit('institution.ranks', (op ->> 'id')::uuid, held.id, null, held.ranks, wanted);
  return private.applied();
end $$;
comment on function private.op_institution_ranks(jsonb) is 'institution.ranks: the whole map, three ways.';

create or replace function private.op_institution_columns(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  s record;
  held public.institutions;
  wanted jsonb := private.columns_field(private.pair(op -> 'columns') -> 1);
begin
  select * into s from private.edited_institution(op);
  if s.refusal is not null then
    return s.refusal;
  end if;
  held := s.place;
  if held.columns <> wanted and held.columns <> (op -> 'columns' -> 0) and held.columns <> private.columns_field(op -> 'columns' -> 0) then
    return private.conflict('clash', jsonb_build_object('columns', held.columns));
  end if;
  update public.institutions set columns = wanted where id = held.id;
  perform private.audit('institution.columns', (op ->> 'id')::uuid, held.id, null, held.columns, wanted);
  return private.applied();
end $$;
comment on function private.op_institution_columns(jsonb) is 'institution.columns: the whole list, three ways. Values of a dropped column stay in the rows.';

create or replace function private.op_institution_delete(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  held public.institutions;
begin
  select * into held from public.institutions where id = (op ->> 'institution')::uuid;
  if held.id is null then
    return private.conflict('institution_gone');
  elsif not private.can('delete', held.city, held.id) then
    return private.denied();
  elsif held.period <> private.int_field(op -> 'seen', 0, 2147483647) then
    return private.conflict('changed_since', jsonb_build_object('period', held.period));
  end if;
  perform private.archive_before_delete(held);
  delete from public.institutions where id = held.id;
  perform private.audit('institution.delete', (op ->> 'id')::uuid, held.id, held.city,
    jsonb_build_object('name', held.name, 'period', held.period), null);
  return private.applied();
end $$;
comment on function private.op_institution_delete(jsonb) is 'institution.delete: archived first.';
