-- Points: add (also "set to", whose delta the device computed) and undo.

create or replace function private.audit(
  action text, op uuid, institution uuid, subject uuid, old jsonb, new jsonb) returns void
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  insert into public.audit_log (user_id, by, action, op, institution, subject, old, new)
  values (auth.uid(), private.actor(), audit.action, audit.op, audit.institution, audit.subject, audit.old, audit.new);
end $$;
comment on function private.audit(text, uuid, uuid, uuid, jsonb, jsonb) is 'Writes one entry of the audit log.';

create or replace function private.write_entries(
  p_institution public.institutions, p_op jsonb, p_kind text, p_target uuid, p_rows jsonb) returns void
language plpgsql set search_path = '' as $$
begin
  insert into public.point_entries (institution, period, employee, delta, effective, reason, kind, op, target, user_id, by, client_at)
  select p_institution.id, p_institution.period, (r ->> 'employee')::uuid, (r ->> 'delta')::int, (r ->> 'effective')::int,
         private.text_field(p_op -> 'reason', 500), p_kind, (p_op ->> 'id')::uuid, p_target, auth.uid(), private.actor(),
         coalesce(private.moment((p_op ->> 'at')::bigint), clock_timestamp())
    from jsonb_array_elements(p_rows) r order by r ->> 'employee';
end $$;
comment on function private.write_entries(public.institutions, jsonb, text, uuid, jsonb) is
  'Ledger entries of one op: rows of {employee, delta, effective}.';

create or replace function private.award(
  p_institution public.institutions, p_op jsonb, p_kind text, p_target uuid, p_deltas jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  done jsonb;
begin
  with want as (
    select d.key::uuid as id, d.value::bigint as delta from jsonb_each_text(p_deltas) d
  ), before as (
    select e.id, e.points, w.delta from public.employees e join want w using (id) where e.institution = p_institution.id
  ), after as (
    update public.employees e
       set points = greatest(b.points + b.delta, 0), rev = e.rev + 1, touched = clock_timestamp()
      from before b where e.id = b.id
    returning e.id, b.delta, b.points as was, e.points as now
  )
  select jsonb_agg(jsonb_build_object('employee', id, 'delta', delta, 'effective', now - was, 'was', was, 'now', now) order by id)
    into done from after;
  if done is null then
    return private.conflict('employee_gone', jsonb_build_object('gone', (select jsonb_agg(k) from jsonb_object_keys(p_deltas) k)));
  end if;
  perform private.write_entries(p_institution, p_op, p_kind, p_target, done);
  perform private.audit(p_op ->> 'kind', (p_op ->> 'id')::uuid, p_institution.id, null,
    (select jsonb_object_agg(r ->> 'employee', r -> 'was') from jsonb_array_elements(done) r),
    (select jsonb_object_agg(r ->> 'employee', r -> 'now') from jsonb_array_elements(done) r));
  return private.applied((select array_agg((r ->> 'employee')::uuid) from jsonb_array_elements(done) r),
      jsonb_build_object('effective', (select jsonb_object_agg(r ->> 'employee', r -> 'effective') from jsonb_array_elements(done) r)))
    || coalesce((select jsonb_build_object('theirs', jsonb_build_object('gone', jsonb_agg(k)))
         from jsonb_object_keys(p_deltas) k
        where not exists (select from jsonb_array_elements(done) r where r ->> 'employee' = k) having count(*) > 0), '{}');
end $$;
comment on function private.award(public.institutions, jsonb, text, uuid, jsonb) is
  'Adds deltas {employee: n} to the people who are there, never under 0, with their ledger entries; theirs.gone names the others.';

create or replace function private.scored_institution(op jsonb, out place public.institutions, out refusal jsonb)
language plpgsql set search_path = '' as $$
begin
  select * into place from public.institutions where id = (op ->> 'institution')::uuid;
  if place.id is null then
    refusal := private.conflict('institution_gone');
  elsif not private.can('score', place.city, place.id) then
    refusal := private.denied();
  elsif private.int_field(op -> 'period', 0, 2147483647) <> place.period then
    refusal := private.conflict('period_closed', jsonb_build_object('period', place.period));
  end if;
end $$;
comment on function private.scored_institution(jsonb) is 'The institution of a points op, or why it may not be touched.';

create or replace function private.op_points_add(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  s record;
  ids uuid[] := private.uuids(op -> 'employees', 1000);
  delta int := private.int_field(op -> 'delta', -1000000, 1000000);
begin
  if delta = 0 or ids = '{}' then
    perform private.bad();
  end if;
  perform private.text_field(op -> 'reason', 500);
  select * into s from private.scored_institution(op);
  if s.refusal is not null then
    return s.refusal;
  end if;
  return private.award(s.place, op, case when op -> 'set' = 'true' then 'set' else 'add' end, null,
    (select jsonb_object_agg(id, delta) from unnest(ids) id));
end $$;
comment on function private.op_points_add(jsonb) is 'points.add';

create or replace function private.op_points_undo(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  s record;
  undone uuid := (op ->> 'target')::uuid;
  deltas jsonb;
begin
  if undone is null then
    perform private.bad();
  end if;
  select * into s from private.scored_institution(op);
  if s.refusal is not null then
    return s.refusal;
  end if;
  select jsonb_object_agg(e.employee, -e.effective) into deltas
    from public.point_entries e join public.applied_ops a on a.id = e.op and a.kind in ('points.add', 'points.undo')
   where e.op = undone and e.institution = (s.place).id and e.period = (s.place).period;
  if deltas is null or exists (select from public.point_entries where target = undone) then
    return private.conflict('target_gone');
  end if;
  return private.award(s.place, op, 'undo', undone, deltas);
end $$;
comment on function private.op_points_undo(jsonb) is
  'points.undo: takes back what the target really did, once. Undoing an undo is a redo.';
