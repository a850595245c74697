-- Everything back to one night: one transaction, one version, nothing lost that is not in an archive first.

create or replace function private.free_name(wanted text, taken text[]) returns text
language plpgsql immutable set search_path = '' as $$
declare
  name text := wanted;
  n int := 1;
begin
  while private.fold(name) = any (taken) loop
    n := n + 1;
    name := left(wanted, 190) || ' (' || n || ')';
  end loop;
  return name;
end $$;
comment on function private.free_name(text, text[]) is 'A name, or the name with (2), (3)… when somebody has given it to another place since.';

create or replace function private.put_back_cities(p_night date) returns void
language plpgsql set search_path = '' as $$
declare
  c public.night_cities;
begin
  insert into public.cities (id, name)
  select n.city, n.city::text from public.night_cities n where n.night = p_night on conflict do nothing;
  -- Two that have changed names with each other would stand in each other's way.
  update public.cities x set name = x.id::text from public.night_cities n
   where n.night = p_night and n.city = x.id and n.name <> x.name;
  for c in select * from public.night_cities n where n.night = p_night order by n.city loop
    update public.cities x
       set place = c.place, name = private.free_name(c.name, array(select private.fold(y.name) from public.cities y where y.id <> c.city))
     where x.id = c.city and (x.name, x.place) is distinct from (c.name, c.place);
  end loop;
end $$;
comment on function private.put_back_cities(date) is 'The cities of a night, with their names and order.';

create or replace function private.put_back_places(p_night date, p_changed uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
  p public.night_places;
begin
  update public.institutions x set ranks = n.ranks, columns = n.columns, period = x.period + 1 from public.night_places n
   where n.night = p_night and n.institution = x.id and x.id = any (p_changed);
  update public.institutions x set city = n.city, name = x.id::text from public.night_places n
   where n.night = p_night and n.institution = x.id and (n.name, n.city) <> (x.name, x.city);
  -- Each period that ended has an archive, so what was still open at the delete is at most one more: edits made in it are refused.
  insert into public.institutions (id, city, name, ranks, columns, period)
  select n.institution, n.city, n.institution::text, n.ranks, n.columns,
         2 + greatest(n.period, (select max(a.period) from public.archives a where a.institution = n.institution))
    from public.night_places n where n.night = p_night on conflict do nothing;
  for p in select * from public.night_places n where n.night = p_night order by n.institution loop
    update public.institutions x
       set place = p.place, name = private.free_name(p.name, array(select private.fold(y.name) from public.institutions y
                                                                     where y.city = p.city and y.id <> p.institution))
     where x.id = p.institution and (x.name, x.place) is distinct from (p.name, p.place);
  end loop;
end $$;
comment on function private.put_back_places(date, uuid[]) is
  'The institutions of a night: names, cities, order; those that differ also ranks, columns and a new period.';

create or replace function private.archive_before_night(p_op jsonb, p_night date, p_changed uuid[]) returns void
language plpgsql set search_path = '' as $$
declare
  i public.institutions;
  leaving uuid[];
begin
  perform private.make_archive(x, 'before_restore') from public.institutions x
   where x.id = any (p_changed) and private.holds_something(x);
  -- An institution made since stays, but who came there from elsewhere goes back.
  for i in select x.* from public.institutions x where not exists (
             select from public.night_places n where n.night = p_night and n.institution = x.id) order by x.id loop
    select array_agg(e.id) into leaving from public.employees e
     where e.institution = i.id and e.id in (select p.id from private.night_people(p_night) p where p.institution = any (p_changed));
    continue when leaving is null;
    perform private.make_archive(i, 'before_restore');
    perform private.write_entries(i, p_op, 'set', null, coalesce((
      select jsonb_agg(jsonb_build_object('employee', e.id, 'delta', -e.points, 'effective', -e.points))
        from public.employees e where e.id = any (leaving) and e.points > 0), '[]'));
  end loop;
end $$;
comment on function private.archive_before_night(jsonb, date, uuid[]) is
  'Archives every institution that a night''s return changes, those too that only lose somebody by it.';

create or replace function private.put_back_people(p_night date, p_changed uuid[], p_replace boolean) returns int
language plpgsql set search_path = '' as $$
declare
  known uuid[];
begin
  with back as (
    insert into public.employees as e (id, institution, name, discord, rank, fields, points)
    select p.id, p.institution, p.name, p.discord, p.rank, p.fields, p.points from private.night_people(p_night) p
     where p.institution = any (p_changed) and p.id not in (select x.employee from private.erased_people x)
    on conflict (id) do update
      set institution = excluded.institution, name = excluded.name, discord = excluded.discord, rank = excluded.rank,
          fields = excluded.fields, points = excluded.points, rev = e.rev + 1, touched = clock_timestamp()
      where e.institution = any (p_changed)
         or not exists (select from public.night_places n where n.night = p_night and n.institution = e.institution)
    returning e.id
  )
  select coalesce(array_agg(b.id), '{}') into known from back b;
  if p_replace then
    delete from public.employees e where e.institution = any (p_changed) and e.id not in (select k from unnest(known) k);
  end if;
  return cardinality(known);
end $$;
comment on function private.put_back_people(date, uuid[], boolean) is
  'The people of a night, at their places and as they were, however far they have moved; replace: whom it does not know goes.';

create or replace function private.op_night_restore(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  wanted date := (op ->> 'night')::date;
  changed uuid[];
  n int;
begin
  if not exists (select from public.nights x where x.night = wanted) then
    return private.conflict('night_gone');
  elsif private.places_stamp() is distinct from op ->> 'expected' then
    return private.conflict('changed_since');
  end if;
  select coalesce(array_agg(p.id), '{}') into changed from private.compared_places(wanted) p where p."is" in ('back', 'changed');
  perform private.archive_before_night(op, wanted, changed);
  perform private.put_back_cities(wanted);
  perform private.put_back_places(wanted, changed);
  n := private.put_back_people(wanted, changed, op -> 'replace' = 'true');
  perform private.write_entries(i, op, 'restore', null, coalesce((
    select jsonb_agg(jsonb_build_object('employee', e.id, 'delta', e.points, 'effective', e.points))
      from public.employees e where e.institution = i.id and e.points > 0), '[]'))
    from public.institutions i where i.id = any (changed);
  perform private.audit('night.restore', (op ->> 'id')::uuid, null, null, null, jsonb_build_object('night', wanted,
    'institutions', cardinality(changed), 'employees', n, 'replace', op -> 'replace' = 'true'));
  perform private.note('night_restore', jsonb_build_object('night', wanted, 'by', private.actor(), 'institutions', cardinality(changed)));
  return private.applied('{}', jsonb_build_object('employees', n));
end $$;
comment on function private.op_night_restore(jsonb) is
  'night.restore, online only: every institution of a night is again what it was; those made since stay.';

create or replace function public.restore_night(
  op uuid, night date, expected text, replace boolean default false, device uuid default null, keep uuid[] default null) returns jsonb
language plpgsql security definer set search_path = '' set statement_timeout = '120s' as $$
begin
  perform private.require_superuser();
  return private.push_online(jsonb_build_object('id', op, 'kind', 'night.restore', 'night', night, 'expected', expected,
    'replace', coalesce(replace, false)), 'restore', device, keep);
end $$;
comment on function public.restore_night(uuid, date, text, boolean, uuid, uuid[]) is
  'RPC for superusers: puts everything back to one night; expected is that of the preview, so that two cannot do it one after the other unseen.';
