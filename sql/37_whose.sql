-- Whose change stands in an op's way, and when it was made: a person who has to choose between two values wants to know.

create or replace function private.recent_audit(place uuid) returns setof public.audit_log
language plpgsql stable set search_path = '' as $$
begin
  -- Bounded: this runs under the head lock, once for every op that is refused.
  if place is null then
    return query select * from public.audit_log a where a.institution is null order by a.id desc limit 2000;
  else
    return query select * from public.audit_log a where a.institution = place order by a.id desc limit 2000;
  end if;
end $$;
comment on function private.recent_audit(uuid) is 'The last entries about one institution, or about none, newest first.';

create or replace function private.op_people(op jsonb) returns uuid[]
language sql immutable set search_path = '' as $$
  select private.uuids(coalesce(op -> 'employees', jsonb_build_array(op -> 'employee')), 1000)
$$;
comment on function private.op_people(jsonb) is 'The employees that an op is about.';

create or replace function private.culprit(p_op jsonb, code text, theirs jsonb) returns public.audit_log
language plpgsql stable set search_path = '' as $$
declare
  kind text := p_op ->> 'kind';
  place uuid := (p_op ->> 'institution')::uuid;
  hit public.audit_log;
begin
  case
    when code = 'period_closed' or code = 'changed_since' and kind = 'institution.delete' then
      select * into hit from private.recent_audit(place) a where a.action in ('points.reset', 'points.restore') limit 1;
    when code = 'employee_gone' then
      select * into hit from private.recent_audit(place) a
       where a.action in ('employee.delete', 'employee.move', 'person.erase') and a.subject = any (private.op_people(p_op)) limit 1;
    when code = 'changed_since' and kind like 'employee.%' then
      select * into hit from private.recent_audit(place) a
       where a.subject = (p_op ->> 'employee')::uuid or a.action in ('points.add', 'points.undo') and a.new ? (p_op ->> 'employee')
          or a.action in ('points.reset', 'points.restore') limit 1;
    when code = 'clash' and kind = 'employee.edit' then
      select * into hit from private.recent_audit(place) a
       where a.action = kind and a.subject = (p_op ->> 'employee')::uuid
         and exists (select from jsonb_object_keys(theirs) k where a.new ? k) limit 1;
    when code = 'clash' and (kind like 'city.%' or kind = 'institution.order') then
      select * into hit from private.recent_audit(null) a where a.action = kind and a.subject is not distinct from (p_op ->> 'city')::uuid limit 1;
    when code = 'clash' then
      select * into hit from private.recent_audit(place) a
       where a.action = kind and (kind <> 'employee.create' or a.subject = (p_op ->> 'employee')::uuid) limit 1;
    when code in ('institution_gone', 'city_gone') then
      select * into hit from private.recent_audit(place) a where code = 'institution_gone' and a.action = 'institution.delete' limit 1;
      if hit.id is null then
        select * into hit from private.recent_audit(null) a
         where a.action = 'city.delete' and (a.subject = (p_op ->> 'city')::uuid or a.old -> 'institutions' ? place::text) limit 1;
      end if;
    when code = 'target_gone' then
      select a.* into hit from public.point_entries e join private.recent_audit(place) a on a.op = e.op
       where e.target = (p_op ->> 'target')::uuid limit 1;
    when code = 'denied' then
      select * into hit from private.recent_audit(null) a
       where a.action in ('role.set', 'permissions.set') and a.subject = auth.uid() limit 1;
    else null;
  end case;
  return hit;
end $$;
comment on function private.culprit(jsonb, text, jsonb) is 'The change that an op met, where the audit log still tells; null where it does not.';

create or replace function private.gone_people(p_op jsonb) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(a.subject, jsonb_build_object('name', a.old -> 'name', 'discord', a.old -> 'discord',
      'rank', a.old -> 'rank', 'fields', a.old -> 'fields')), '{}')
    from (select distinct on (x.subject) x.subject, x.old from private.recent_audit((p_op ->> 'institution')::uuid) x
           where x.action = 'employee.delete' and x.old ? 'name' and x.subject = any ((private.op_people(p_op))[:50]) order by x.subject, x.id desc) a
$$;
comment on function private.gone_people(jsonb) is 'Who the deleted people of an op were, so that they can be added again.';

create or replace function private.with_whose(op jsonb, verdict jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  code text := verdict ->> 'code';
  theirs jsonb := coalesce(verdict -> 'theirs', '{}');
  hit public.audit_log;
begin
  if verdict is null or verdict ->> 'status' not in ('conflict', 'denied') then
    return verdict;
  end if;
  hit := private.culprit(op, code, theirs);
  if hit.id is not null then
    theirs := theirs || jsonb_build_object('by', hit."by", 'at', private.ms(hit.at));
  end if;
  if code = 'employee_gone' then
    theirs := theirs || jsonb_build_object('people', private.gone_people(op))
      || case when hit.action = 'employee.move' then jsonb_build_object('to', hit.new -> 'institution') else '{}' end
      -- Nobody who was erased can be added again.
      || case when exists (select from private.erased_people e where e.employee = any (private.op_people(op))) then '{"erased": true}'::jsonb else '{}' end;
  end if;
  return verdict || case when theirs = '{}' then '{}' else jsonb_build_object('theirs', theirs) end;
end $$;
comment on function private.with_whose(jsonb, jsonb) is
  'A refusal with theirs.by and theirs.at: whose change it met, and when; of people who are gone also who they were (people) or where they work now (to).';
