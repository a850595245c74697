-- The journal of changes, readable after what it is about is gone.

create or replace function private.ids_in(entry public.audit_log) returns uuid[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct m[1]::uuid), '{}')
    from regexp_matches(concat_ws(' ', entry.institution, entry.subject, entry.old, entry.new),
      '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') m
$$;
comment on function private.ids_in(public.audit_log) is 'Every id that an entry names, wherever it stands in it.';

create or replace function private.names_here(ids uuid[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(x.id, x.name), '{}') from (
    select id, name from public.employees where id = any (ids)
    union all select id, name from public.institutions where id = any (ids)
    union all select id, name from public.cities where id = any (ids)
    union all select id, name from public.profiles where id = any (ids)
    union all select id, path from public.archives where id = any (ids)) x
$$;
comment on function private.names_here(uuid[]) is 'Names of people, places and archives that there are.';

create or replace function private.name_once(gone uuid) returns text
language sql stable set search_path = '' as $$
  select coalesce(
    (select coalesce(a.new ->> 'name', a.old ->> 'name') from public.audit_log a
      where a.subject = gone and a.action in ('employee.create', 'employee.edit', 'employee.delete', 'city.create', 'city.rename', 'city.delete')
        and (a.new ? 'name' or a.old ? 'name') order by a.id desc limit 1),
    (select x.institution_name from public.archives x where x.institution = gone order by x.at desc limit 1),
    (select coalesce(a.new ->> 'name', a.old ->> 'name') from public.audit_log a
      where a.institution = gone and a.action in ('institution.create', 'institution.rename', 'institution.delete')
      order by a.id desc limit 1),
    (select a.by from public.audit_log a where a.user_id = gone order by a.id desc limit 1))
$$;
comment on function private.name_once(uuid) is 'The last name of what is gone, as the journal and the archives tell it; null where they do not.';

create or replace function private.archived_names(ids uuid[], places uuid[]) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_object_agg(p.id, p.name), '{}')
    from unnest(places) place
    cross join lateral (select x.body from public.archives x
      where x.institution = place and x.kind in ('before_delete', 'before_restore') order by x.at desc limit 1) last
    cross join lateral private.archived_people(last.body::jsonb) p
   where p.id = any (ids)
$$;
comment on function private.archived_names(uuid[], uuid[]) is
  'Names of people who went with their institution, or with a restore: nothing but the archive made before it knows them.';

create or replace function private.names_of(ids uuid[], places uuid[]) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  known jsonb := private.names_here(ids);
  gone uuid[];
begin
  gone := array(select id from unnest(ids) id where not known ? id::text);
  if gone = '{}' then
    return known;
  end if;
  known := known || coalesce((select jsonb_object_agg(x.id, x.name)
    from (select id, private.name_once(id) as name from unnest(gone) id) x where x.name is not null), '{}');
  gone := array(select id from unnest(gone) id where not known ? id::text);
  return case when gone = '{}' then known else private.archived_names(gone, places) || known end;
end $$;
comment on function private.names_of(uuid[], uuid[]) is 'Names of ids, of what is gone too; places = where it may have gone from.';

create or replace function public.audit_list(filter jsonb default '{}') returns json
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  wanted text[] := case when filter ? 'actions' then array(select jsonb_array_elements_text(filter -> 'actions')) end;
  page public.audit_log[];
  names jsonb;
begin
  perform private.require_admin();
  -- Planned for each filter: what is not asked for falls out of the plan, and the rest finds its index.
  page := array(select a from public.audit_log a
     where (filter ->> 'action' is null or a.action = filter ->> 'action')
       and (wanted is null or a.action = any (wanted))
       and (filter ->> 'user' is null or a.user_id = (filter ->> 'user')::uuid)
       and (filter ->> 'institution' is null or a.institution = (filter ->> 'institution')::uuid)
       and (filter ->> 'subject' is null or a.subject = (filter ->> 'subject')::uuid)
       and (filter ->> 'from' is null or a.at >= private.moment((filter ->> 'from')::bigint))
       and (filter ->> 'to' is null or a.at < private.moment((filter ->> 'to')::bigint))
       and (filter ->> 'before' is null or a.id < (filter ->> 'before')::bigint)
     order by a.id desc limit greatest(least(coalesce((filter ->> 'limit')::int, 100), 1000), 1));
  names := private.names_of(
    array(select distinct x from unnest(page) p, unnest(private.ids_in(p)) x),
    array(select distinct p.institution from unnest(page) p where p.institution is not null));
  return (select coalesce(json_agg(json_build_object('id', p.id, 'at', private.ms(p.at), 'user', p.user_id, 'by', p.by, 'action', p.action,
      'op', p.op, 'institution', p.institution, 'subject', p.subject, 'old', p.old, 'new', p.new,
      'names', (select coalesce(jsonb_object_agg(x, names -> x::text), '{}') from unnest(private.ids_in(p)) x where names ? x::text))
      order by p.id desc), '[]')
    from unnest(page) p);
exception when data_exception or integrity_constraint_violation then
  perform private.bad(case when sqlerrm = 'too_large' then 'too_large' else 'bad_op' end);
end $$;
comment on function public.audit_list(jsonb) is
  'RPC for admins: {action, actions: [action], user, institution, subject, from, to, before: id, limit}, newest first; names = of the ids in the entry, also of what is gone.';
