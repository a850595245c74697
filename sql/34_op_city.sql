-- Cities: create, rename, delete.

create or replace function private.rename_verdict(now_name text, op jsonb, out new_name text, out verdict jsonb)
language plpgsql set search_path = '' as $$
begin
  new_name := private.name_field(private.pair(op -> 'name') -> 1);
  if now_name is distinct from new_name and now_name is distinct from private.clean(op -> 'name' ->> 0) then
    verdict := private.conflict('clash', jsonb_build_object('name', now_name));
  end if;
end $$;
comment on function private.rename_verdict(text, jsonb) is 'Three ways for a name: the new one checked, and a clash if somebody else renamed it.';

create or replace function private.op_city_create(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  new_id uuid := (op ->> 'city')::uuid;
  new_name text := private.name_field(op -> 'name');
begin
  if new_id is null then
    perform private.bad();
  elsif not private.can('edit') then
    return private.denied();
  elsif exists (select from public.cities where id = new_id) then
    return private.conflict('clash', jsonb_build_object('city', new_id));
  elsif exists (select from public.cities where private.fold(name) = private.fold(new_name)) then
    return private.conflict('name_taken');
  end if;
  insert into public.cities (id, name) values (new_id, new_name);
  perform private.audit('city.create', (op ->> 'id')::uuid, null, new_id, null, jsonb_build_object('name', new_name));
  return private.applied();
end $$;
comment on function private.op_city_create(jsonb) is 'city.create';

create or replace function private.op_city_rename(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  held public.cities;
  r record;
begin
  select * into held from public.cities where id = (op ->> 'city')::uuid;
  if held.id is null then
    return private.conflict('city_gone');
  elsif not private.can('edit') then
    return private.denied();
  end if;
  select * into r from private.rename_verdict(held.name, op);
  if r.verdict is not null then
    return r.verdict;
  elsif exists (select from public.cities where id <> held.id and private.fold(name) = private.fold(r.new_name)) then
    return private.conflict('name_taken');
  end if;
  update public.cities set name = r.new_name where id = held.id;
  perform private.audit('city.rename', (op ->> 'id')::uuid, null, held.id,
    jsonb_build_object('name', held.name), jsonb_build_object('name', r.new_name));
  return private.applied();
end $$;
comment on function private.op_city_rename(jsonb) is 'city.rename';

create or replace function private.op_city_delete(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  held public.cities;
  places uuid[];
begin
  select * into held from public.cities where id = (op ->> 'city')::uuid;
  if held.id is null then
    return private.conflict('city_gone');
  elsif not private.can('delete', held.id) then
    return private.denied();
  end if;
  select coalesce(array_agg(i.id order by i.id), '{}') into places from public.institutions i where i.city = held.id;
  if places <> private.uuids(op -> 'seen', 10000) then
    return private.conflict('changed_since', jsonb_build_object('institutions', to_jsonb(places)));
  end if;
  perform private.archive_before_delete(i) from public.institutions i where i.city = held.id;
  delete from public.cities where id = held.id;
  perform private.audit('city.delete', (op ->> 'id')::uuid, null, held.id,
    jsonb_build_object('name', held.name, 'institutions', to_jsonb(places)), null);
  return private.applied();
end $$;
comment on function private.op_city_delete(jsonb) is 'city.delete: with its institutions, each archived first.';
