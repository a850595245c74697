-- What backups there are, and what putting everything back to one night would do.

create or replace function public.backups_list(institution uuid) returns json
language plpgsql stable security definer set search_path = '' as $$
declare
  home uuid;
begin
  perform private.require_user();
  home := coalesce((select i.city from public.institutions i where i.id = backups_list.institution),
    (select p.city from private.archive_place(backups_list.institution) p));
  if not private.can('reset', home, backups_list.institution) then
    raise exception 'denied' using errcode = '42501';
  end if;
  return (select coalesce(json_agg(private.archive_row(a) || jsonb_build_object(
      'first', (select min(n.night) from public.night_places n where n.archive = a.id),
      'last', (select max(n.night) from public.night_places n where n.archive = a.id)) order by a.at desc, a.id), '[]')
    from public.archives a where a.institution = backups_list.institution and a.kind = 'backup');
end $$;
comment on function public.backups_list(uuid) is
  'RPC for who may reset there: the backups of an institution, newest first, each with the nights that it stands for.';

create or replace function public.nights_list() returns json
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_superuser();
  return (select coalesce(json_agg(json_build_object('night', n.night, 'at', private.ms(n.at), 'zone', n.zone, 'version', n.version,
      'copied', n.copied, 'kept', n.kept, 'failed', n.failed, 'done_at', private.ms(n.done_at),
      'institutions', t.institutions, 'employees', t.employees, 'points', t.points) order by n.night desc), '[]')
    from public.nights n
    cross join lateral (select count(*) as institutions, coalesce(sum(a.employees), 0) as employees, coalesce(sum(a.points), 0) as points
      from public.night_places p left join public.archives a on a.id = p.archive where p.night = n.night) t);
end $$;
comment on function public.nights_list() is 'RPC for superusers: the nights that everything can be put back to, newest first.';

create or replace function private.places_stamp() returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select private.hash_of(coalesce(string_agg(i.id || ':' || i.period, ' ' order by i.id), '')) from public.institutions i);
end $$;
comment on function private.places_stamp() is
  'Which institutions there are, and in which period: what a reset, a restore, a delete or a new one changes, and a point does not.';

create or replace function private.night_people(p_night date)
returns table (institution uuid, id uuid, name text, discord text, rank int, fields jsonb, points int)
language plpgsql stable set search_path = '' as $$
begin
  -- Somebody who moved while a night was tried again is in two copies; the later one knows better.
  return query
    select distinct on (p.id) n.institution, p.id, p.name, p.discord, p.rank, p.fields, p.points
      from public.night_places n join public.archives a on a.id = n.archive
      cross join lateral private.archived_people(a.body::jsonb) p
     where n.night = p_night and (p.name <> '' or p.discord <> '')
     order by p.id, a.at desc;
end $$;
comment on function private.night_people(date) is 'Everybody of one night, and where they worked.';

create or replace function private.compared_places(p_night date)
returns table (id uuid, name text, city text, "is" text, was jsonb, now jsonb, added jsonb)
language sql stable set search_path = '' as $$
  with known as materialized (select p.id from private.night_people(p_night) p)
  select coalesce(n.institution, i.id), coalesce(n.name, i.name), coalesce(nc.name, c.name),
         case when n.institution is null then 'since' when i.id is null then 'back'
              when private.fingerprint(i.id) <> n.fingerprint then 'changed'
              when (i.name, c.name) <> (n.name, nc.name) then 'renamed' else 'same' end,
         case when n.institution is not null then
           jsonb_build_object('employees', coalesce(a.employees, 0), 'points', coalesce(a.points, 0)) end,
         case when i.id is not null then
           (select jsonb_build_object('employees', count(*), 'points', coalesce(sum(e.points), 0))
              from public.employees e where e.institution = i.id) end,
         (select jsonb_build_object('employees', count(*), 'points', coalesce(sum(e.points), 0))
            from public.employees e where e.institution = i.id and e.id not in (select k.id from known k))
    from (select * from public.night_places x where x.night = p_night) n
    left join public.night_cities nc on nc.night = n.night and nc.city = n.city
    left join public.archives a on a.id = n.archive
    full join public.institutions i on i.id = n.institution
    left join public.cities c on c.id = i.city
$$;
comment on function private.compared_places(date) is
  'The institutions of a night beside those of today: back (deleted since), changed, renamed, same, since (not in that night, stays). added = of today''s people those whom that night does not know.';

create or replace function public.night_preview(night date) returns json
language plpgsql stable security definer set search_path = '' set statement_timeout = '60s' as $$
declare
  held public.nights;
begin
  perform private.require_superuser();
  select * into held from public.nights n where n.night = night_preview.night;
  if held.night is null then
    raise exception 'night_gone' using errcode = 'PT404';
  end if;
  return json_build_object('night', held.night, 'at', private.ms(held.at), 'failed', held.failed, 'expected', private.places_stamp(),
    'cities', (select coalesce(json_agg(c.name order by c.name), '[]') from public.night_cities c
      where c.night = held.night and not exists (select from public.cities x where x.id = c.city)),
    'places', (select coalesce(json_agg(p order by p.city, p.name, p.id), '[]') from private.compared_places(held.night) p));
end $$;
comment on function public.night_preview(date) is
  'RPC for superusers: what restore_night would change; expected goes back with that call.';
