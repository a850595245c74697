-- Makes archive documents: exact text, hash and size are decided here, inside the transaction that needs them.

create or replace function private.archive_path(city_name text, institution_name text, moment timestamptz) returns text
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
declare
  base text := private.path_part(city_name) || '/' || private.path_part(institution_name)
    || '_' || to_char(moment, 'YYYY-MM-DD_HH24-MI-SS');
  candidate text := base || '.json';
  n int := 1;
begin
  while exists (select from public.archives a where a.path = candidate)
     or exists (select from private.erased_files f where f.path = candidate) loop
    n := n + 1;
    candidate := base || '_' || n || '.json';
  end loop;
  return candidate;
end $$;
comment on function private.archive_path(text, text, timestamptz) is
  'CityName/Institution_YYYY-MM-DD_HH-MM-SS.json in UTC and ASCII; _2, _3… when it is taken (asked under the head lock).';

create or replace function private.archive_people_json(i public.institutions, out rows text, out ids text, out n int, out total bigint)
language sql stable set search_path = '' set timezone = 'UTC' as $$
  select coalesce(string_agg(row, E',\n  ' order by points desc, id), ''), coalesce(string_agg(to_json(id)::text, ',' order by points desc, id), ''),
         count(*)::int, coalesce(sum(points), 0)
    from (select e.id, e.points, (
      (coalesce((select jsonb_object_agg(c, '') from jsonb_array_elements_text(i.columns) c), '{}') || e.fields
        || jsonb_build_object('DISCORD', e.discord, 'NUME IC', e.name, 'RANK', coalesce(e.rank::text, ''), 'ROLE', coalesce(i.ranks ->> e.rank::text, ''),
             'PUNCTAJ', e.points::text, 'ULTIMA_MOD', to_char(e.touched, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::text) as row
      from public.employees e where e.institution = i.id) x
$$;
comment on function private.archive_people_json(public.institutions) is
  'Rows as the old program wrote them (texts, its column names), the ids beside them in the same order.';

create or replace function private.archive_columns(columns jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select '["DISCORD", "NUME IC"]'::jsonb || columns || '["RANK", "ROLE", "PUNCTAJ", "ULTIMA_MOD"]'::jsonb
$$;
comment on function private.archive_columns(jsonb) is 'Columns of an archive''s rows, in the order of the old program.';

create or replace function private.make_archive(i public.institutions, p_kind text) returns public.archives
language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  made public.archives;
  people record;
begin
  made.id := gen_random_uuid();
  made.at := date_trunc('milliseconds', clock_timestamp());
  made."by" := private.actor();
  select c.name into made.city_name from public.cities c where c.id = i.city;
  made.path := private.archive_path(made.city_name, i.name, made.at);
  select * into people from private.archive_people_json(i);
  made.body := '{"archived_at": ' || to_json(to_char(made.at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
    || E',\n "city": ' || to_json(made.city_name) || E',\n "institution": ' || to_json(i.name)
    || E',\n "reset_by": ' || to_json(made."by")
    || E',\n "discord_id": ' || coalesce((select to_json(p.discord_id)::text from public.profiles p where p.id = auth.uid()), 'null')
    || E',\n "columns": ' || private.archive_columns(i.columns) || E',\n "ranks": ' || i.ranks
    || E',\n "rows": [' || people.rows || E'],\n "entries": '
    || coalesce((select e.body from private.entries_text(i.id, i.period, 0) e), '[]')
    || E',\n "employee_count": ' || people.n || ', "total_points": ' || people.total
    || ', "kind": ' || to_json(p_kind) || ', "period": ' || i.period || ', "schema": 2'
    || E',\n "ids": {"archive": ' || to_json(made.id) || ', "city": ' || to_json(i.city) || ', "institution": ' || to_json(i.id)
    || ', "employees": [' || people.ids || E']}}\n';
  insert into public.archives (id, institution, city, institution_name, city_name, kind, period, path, at, by, user_id,
    employees, points, sha256, bytes, body)
  values (made.id, i.id, i.city, i.name, made.city_name, p_kind, i.period, made.path, made.at, made."by", auth.uid(),
    people.n, people.total, private.hash_of(made.body), octet_length(made.body), made.body)
  returning * into made;
  return made;
end $$;
comment on function private.make_archive(public.institutions, text) is
  'Archives what the server holds of one institution at this moment.';

create or replace function private.archive_row(a public.archives) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', a.id, 'kind', a.kind, 'path', a.path, 'at', private.ms(a.at), 'by', a.by, 'period', a.period,
    'employees', a.employees, 'points', a.points, 'sha256', a.sha256, 'bytes', a.bytes)
$$;
comment on function private.archive_row(public.archives) is 'An archive as its index shows it.';

create or replace function private.holds_something(i public.institutions) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  return exists (select from public.employees where institution = i.id)
      or exists (select from public.point_entries where institution = i.id and period = i.period);
end $$;
comment on function private.holds_something(public.institutions) is 'Whether there is a week to keep: people, or entries of this period.';

create or replace function private.archive_before_delete(i public.institutions) returns void
language plpgsql set search_path = '' as $$
begin
  if private.holds_something(i) then
    perform private.make_archive(i, 'before_delete');
  end if;
end $$;
comment on function private.archive_before_delete(public.institutions) is 'An institution without people and entries has no week to keep.';
