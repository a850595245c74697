-- Employees: move and delete. Both need the row to be the one that the person saw.

create or replace function private.seen_row(e public.employees, op jsonb) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return (
  select e.rev = private.int_field(op -> 'seen', 0, 2147483647) + (
    select count(*) from public.applied_ops a
     where a.id in (select x from unnest(private.uuids(op -> 'after', 10000)) x)
       and a.user_id = auth.uid() and a.status = 'applied' and e.id = any (a.touched)));
end $$;
comment on function private.seen_row(public.employees, jsonb) is
  'Whether only the person''s own ops (after) touched the row since the rev they saw.';

create or replace function private.op_employee_move(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  source public.institutions;
  target public.institutions;
  held public.employees;
  silent jsonb := op || '{"reason": ""}';
begin
  select * into source from public.institutions where id = (op ->> 'institution')::uuid;
  select * into target from public.institutions where id = (op ->> 'to')::uuid;
  if source.id is null or target.id is null then
    return private.conflict('institution_gone');
  elsif source.id = target.id then
    perform private.bad();
  elsif not private.can('edit', source.city, source.id) or not private.can('edit', target.city, target.id) then
    return private.denied();
  end if;
  select * into held from public.employees where id = (op ->> 'employee')::uuid and institution = source.id;
  if held.id is null then
    return private.conflict('employee_gone');
  elsif not private.seen_row(held, op) then
    return private.conflict('changed_since', jsonb_build_object('rev', held.rev));
  end if;
  update public.employees set institution = target.id, rev = rev + 1, touched = clock_timestamp() where id = held.id;
  if held.points > 0 then       -- the points go along: both ledgers stay the sum of their roster
    perform private.write_entries(source, silent, 'set', null, jsonb_build_array(
      jsonb_build_object('employee', held.id, 'delta', -held.points, 'effective', -held.points)));
    perform private.write_entries(target, silent, 'set', null, jsonb_build_array(
      jsonb_build_object('employee', held.id, 'delta', held.points, 'effective', held.points)));
  end if;
  perform private.audit('employee.move', (op ->> 'id')::uuid, source.id, held.id,
    jsonb_build_object('institution', source.id), jsonb_build_object('institution', target.id));
  return private.applied(array[held.id]);
end $$;
comment on function private.op_employee_move(jsonb) is 'employee.move: to another institution, with the points.';

create or replace function private.op_employee_delete(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  place public.institutions;
  held public.employees;
begin
  select * into place from public.institutions where id = (op ->> 'institution')::uuid;
  if place.id is null then
    return private.conflict('institution_gone');
  elsif not private.can('delete', place.city, place.id) then
    return private.denied();
  end if;
  select * into held from public.employees where id = (op ->> 'employee')::uuid and institution = place.id;
  if held.id is null then
    return private.conflict('employee_gone');
  elsif not private.seen_row(held, op) then
    return private.conflict('changed_since', jsonb_build_object('rev', held.rev, 'points', held.points));
  end if;
  if held.points > 0 then
    perform private.write_entries(place, op || '{"reason": ""}', 'set', null, jsonb_build_array(
      jsonb_build_object('employee', held.id, 'delta', -held.points, 'effective', -held.points)));
  end if;
  delete from public.employees where id = held.id;
  perform private.audit('employee.delete', (op ->> 'id')::uuid, place.id, held.id, to_jsonb(held) - 'id' - 'institution', null);
  return private.applied(array[held.id]);
end $$;
comment on function private.op_employee_delete(jsonb) is
  'employee.delete: the ledger closes with the points that go; the audit log keeps the row.';
