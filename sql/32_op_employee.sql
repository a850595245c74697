-- Employees: create and edit.

create or replace function private.op_employee_create(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  place public.institutions;
  fresh public.employees;
begin
  select * into place from public.institutions where id = (op ->> 'institution')::uuid;
  if place.id is null then
    return private.conflict('institution_gone');
  end if;
  fresh.id := (op ->> 'employee')::uuid;
  fresh.name := private.clean(private.text_field(op -> 'name'));
  fresh.discord := private.clean(private.text_field(op -> 'discord'));
  fresh.rank := private.rank_field(op -> 'rank');
  fresh.fields := private.fields_field(op -> 'fields');
  fresh.points := coalesce(private.int_field(coalesce(nullif(op -> 'points', 'null'), '0'), 0, 1000000), 0);
  if fresh.id is null then
    perform private.bad();
  elsif not private.can('edit', place.city, place.id)
     or fresh.points > 0 and not private.can('score', place.city, place.id) then
    return private.denied();
  elsif exists (select from public.employees where id = fresh.id) then
    return private.conflict('clash', jsonb_build_object('employee', fresh.id));
  elsif exists (select from private.erased_people where employee = fresh.id) then
    return private.conflict('employee_gone');
  end if;
  insert into public.employees (id, institution, name, discord, rank, fields, points)
  values (fresh.id, place.id, fresh.name, fresh.discord, fresh.rank, fresh.fields, fresh.points);
  if fresh.points > 0 then
    perform private.write_entries(place, op, 'add', null, jsonb_build_array(
      jsonb_build_object('employee', fresh.id, 'delta', fresh.points, 'effective', fresh.points)));
  end if;
  perform private.audit('employee.create', (op ->> 'id')::uuid, place.id, fresh.id, null,
    jsonb_build_object('name', fresh.name, 'discord', fresh.discord, 'rank', fresh.rank, 'fields', fresh.fields, 'points', fresh.points));
  return private.applied(array[fresh.id]);
end $$;
comment on function private.op_employee_create(jsonb) is 'employee.create; points need the score capability too.';

create or replace function private.field_now(e public.employees, field text) returns jsonb
language sql stable set search_path = '' as $$
  select case field when 'name' then to_jsonb(e.name) when 'discord' then to_jsonb(e.discord)
    when 'rank' then coalesce(to_jsonb(e.rank), 'null')
    else coalesce(e.fields -> substr(field, 8), 'null') end
$$;
comment on function private.field_now(public.employees, text) is 'Present value of an editable field.';

create or replace function private.field_new(field text, value jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  if field = 'rank' then
    return coalesce(to_jsonb(private.rank_field(value)), 'null');
  elsif field in ('name', 'discord') then
    return to_jsonb(private.clean(private.text_field(value)));
  elsif field like 'fields.%' and length(field) between 8 and 207 then
    return to_jsonb(private.text_field(value));
  end if;
  perform private.bad();
end $$;
comment on function private.field_new(text, jsonb) is 'A new value of an editable field, checked.';

create or replace function private.same(a jsonb, b jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select case when a is null or a in ('null', '""') then 'null' else a end = case when b is null or b in ('null', '""') then 'null' else b end
$$;
comment on function private.same(jsonb, jsonb) is 'Equality of values; missing, null and empty text are the same.';

create or replace function private.with_room(fields jsonb, columns jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  with filled as (
    select f.key, f.value, count(*) over () > 50 as is_full from jsonb_each(fields) f where f.value <> '""'
  )
  select coalesce(jsonb_object_agg(f.key, f.value), '{}') from filled f where not f.is_full or columns ? f.key
$$;
comment on function private.with_room(jsonb, jsonb) is
  'Fields of a row, empty ones left out. Those of columns that are no more stay as long as there are not more than 50 in all.';

create or replace function private.op_employee_edit(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  place public.institutions;
  held public.employees;
  edit record;
  now_value jsonb;
  new_value jsonb;
  was jsonb := '{}';
  becomes jsonb := '{}';
  theirs jsonb := '{}';
  lost jsonb;
begin
  if jsonb_typeof(op -> 'set') is distinct from 'object' or op -> 'set' = '{}' then
    perform private.bad();
  end if;
  select * into held from public.employees where id = (op ->> 'employee')::uuid and institution = (op ->> 'institution')::uuid;
  select * into place from public.institutions where id = (op ->> 'institution')::uuid;
  if place.id is null then
    return private.conflict('institution_gone');
  elsif not private.can('edit', place.city, place.id) then
    return private.denied();
  elsif held.id is null then
    return private.conflict('employee_gone');
  end if;
  select jsonb_agg(substr(k, 8) order by k) into lost from jsonb_object_keys(op -> 'set') k
   where k like 'fields.%' and not place.columns ? substr(k, 8);
  if lost is not null then        -- kept in the row it would be seen by nobody
    return private.conflict('column_gone', jsonb_build_object('columns', lost));
  end if;
  for edit in select * from jsonb_each(op -> 'set') loop
    new_value := private.field_new(edit.key, private.pair(edit.value) -> 1);
    now_value := private.field_now(held, edit.key);
    if private.same(now_value, new_value) then
      continue;
    elsif private.same(now_value, edit.value -> 0) then
      was := was || jsonb_build_object(edit.key, now_value);
      becomes := becomes || jsonb_build_object(edit.key, new_value);
    else
      theirs := theirs || jsonb_build_object(edit.key, now_value);
    end if;
  end loop;
  if theirs <> '{}' then
    return private.conflict('clash', theirs);
  end if;
  update public.employees e
     set name = case when becomes ? 'name' then becomes ->> 'name' else e.name end,
         discord = case when becomes ? 'discord' then becomes ->> 'discord' else e.discord end,
         rank = case when becomes ? 'rank' then (becomes ->> 'rank')::int else e.rank end,
         fields = private.with_room(e.fields || coalesce((select jsonb_object_agg(substr(b.key, 8), b.value)
                    from jsonb_each(becomes) b where b.key like 'fields.%'), '{}'), place.columns),
         rev = e.rev + 1, touched = clock_timestamp()
   where e.id = held.id;
  perform private.audit('employee.edit', (op ->> 'id')::uuid, place.id, held.id, was, becomes);
  return private.applied(array[held.id]);
end $$;
comment on function private.op_employee_edit(jsonb) is
  'employee.edit: three ways per field (theirs = mine is fine, theirs = old takes mine, else clash), in columns that there are; all or nothing.';
