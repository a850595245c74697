-- Where a person is: in rosters and in archives, also in those of places that are gone, by id or by name and nick.

create or replace function private.plain(raw text) returns text
language sql immutable strict set search_path = '' as $$
  select translate(private.fold(raw), 'ăâîșțşţáéíóúöüőű', 'aaiststaeiououou')
$$;
comment on function private.plain(text) is 'What a search compares: folded, without marks.';

create or replace function private.appearances()
returns table (archive uuid, pos int, employee uuid, name text, discord text, institution uuid, title text, city text, kind text, at timestamptz)
language sql stable set search_path = '' as $$
  select null::uuid, null::int, e.id, e.name, e.discord, i.id, i.name, c.name, 'roster', e.touched
    from public.employees e join public.institutions i on i.id = e.institution join public.cities c on c.id = i.city
  union all
  select a.id, f.pos, f.employee, f.name, f.discord, a.institution, a.institution_name, a.city_name, a.kind, a.at
    from public.archives a cross join lateral private.archive_faces(a.body::jsonb) f
   where f.name <> '' or f.discord <> ''
$$;
comment on function private.appearances() is 'Every row in which somebody is called by name: of rosters (kind roster), and of archives.';

create or replace function public.find_person(query text) returns json
language plpgsql stable security definer set search_path = '' set statement_timeout = '60s' as $$
declare
  wanted text := private.plain(coalesce(query, ''));
begin
  perform private.require_superuser();
  if length(wanted) < 2 then
    return '[]';
  end if;
  return (
    with found as (
      select a.*, coalesce(a.employee::text, private.fold(a.name) || E'\n' || private.fold(a.discord)) as who
        from private.appearances() a
       where strpos(private.plain(a.name), wanted) > 0 or strpos(private.plain(a.discord), wanted) > 0 or a.employee::text = wanted
    ), people as (
      select (array_agg(f.employee))[1] as employee, (array_agg(f.name order by f.kind = 'roster' desc, f.at desc))[1] as name,
             (array_agg(f.discord order by f.kind = 'roster' desc, f.at desc))[1] as discord,
             count(*) filter (where f.kind = 'roster') as rosters, count(distinct f.archive) as archives,
             private.ms(max(f.at)) as at
        from found f group by f.who
    )
    select coalesce(json_agg(row_to_json(p)), '[]') from (select * from people order by rosters = 0, at desc, name limit 100) p);
end $$;
comment on function public.find_person(text) is
  'RPC for superusers: up to 100 people of rosters and archives whose name or nick has this text, or who have this id.';

create or replace function public.person_places(employee uuid default null, name text default '', discord text default '') returns json
language plpgsql stable security definer set search_path = '' set statement_timeout = '60s' as $$
begin
  perform private.require_superuser();
  return (
    with everywhere as materialized (
      select a.*, private.fold(a.name) as n, private.fold(a.discord) as d from private.appearances() a
    ), called as (
      select e.n, e.d from everywhere e where e.employee = person_places.employee
      union
      select private.fold(coalesce(person_places.name, '')), private.fold(coalesce(person_places.discord, '')) where person_places.employee is null
    ), found as (
      select e.* from everywhere e
       where e.employee = person_places.employee or (e.n, e.d) in (select c.n, c.d from called c)
       order by e.kind = 'roster' desc, e.at desc, e.archive, e.pos limit 2000
    )
    select coalesce(json_agg(json_build_object('archive', f.archive, 'row', f.pos, 'employee', f.employee, 'name', f.name, 'discord', f.discord,
        'institution', f.institution, 'title', f.title, 'city', f.city, 'kind', f.kind, 'at', private.ms(f.at))), '[]') from found f);
end $$;
comment on function public.person_places(uuid, text, text) is
  'RPC for superusers: every row of one person, by id, or called exactly as that id ever was; without an id by name and nick.';
