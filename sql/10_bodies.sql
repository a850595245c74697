-- The texts that are hashed. Composed by hand so that every byte is decided here: no spaces, rows by id, no floats.

create or replace function private.directory_body() returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select '{"cities":['
    || coalesce((select string_agg(row_to_json(c)::text, ',' order by c.id)
                   from (select id, name, place from public.cities) c), '')
    || '],"institutions":['
    || coalesce((select string_agg(row_to_json(i)::text, ',' order by i.id)
                   from (select id, city, name, place from public.institutions) i), '')
    || ']}');
end $$;
comment on function private.directory_body() is 'Names and places of all cities and institutions.';

create or replace function private.roster_body(i public.institutions) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select '{"institution":' || to_json(i.id) || ',"period":' || i.period
    || ',"ranks":' || i.ranks || ',"columns":' || i.columns || ',"employees":['
    || coalesce((select string_agg(row_to_json(e)::text, ',' order by e.id)
         from (select id, name, discord, rank, fields, points, rev,
                      floor(extract(epoch from touched) * 1000)::bigint as touched
                 from public.employees where institution = i.id) e), '')
    || ']}');
end $$;
comment on function private.roster_body(public.institutions) is 'All employees of one institution, with its ranks and columns.';

create or replace function private.archive_rows(p_institution uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select string_agg(row_to_json(a)::text, ',' order by a.id)
    from (select id, kind, path, floor(extract(epoch from at) * 1000)::bigint as at, by, period, employees, points, sha256, bytes
            from public.archives where institution = p_institution and kind <> 'backup') a);
end $$;
comment on function private.archive_rows(uuid) is 'Index rows of one institution''s archives, without backups; null when there is none.';

create or replace function private.archive_place(p_institution uuid)
returns table (city uuid, city_name text, institution_name text)
language sql stable set search_path = '' as $$
  select coalesce(i.city, a.city), coalesce(c.name, a.city_name), coalesce(i.name, a.institution_name)
    from (select x.city, x.city_name, x.institution_name from public.archives x
           where x.institution = p_institution order by x.at desc, x.id desc limit 1) a
    left join public.institutions i on i.id = p_institution
    left join public.cities c on c.id = i.city
$$;
comment on function private.archive_place(uuid) is
  'Where archives of an institution belong: its place of today, or of its last archive when it is gone.';

create or replace function private.me_body(p_user uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select '{"id":' || to_json(p.id) || ',"name":' || to_json(p.name) || ',"discord_id":' || coalesce(to_json(p.discord_id)::text, 'null')
    || ',"role":' || to_json(p.role) || ',"permissions":['
    || coalesce((select string_agg(row_to_json(x)::text, ',' order by x.city nulls first, x.institution nulls first, x.capability)
         from (select city, institution, capability from public.permissions where user_id = p.id) x), '')
    || ']}'
    from public.profiles p where p.id = p_user);
end $$;
comment on function private.me_body(uuid) is 'One person''s profile and permissions; outside the root.';

create or replace function private.build_leaf(
  key text, out kind text, out institution uuid, out city uuid, out hash text, out bytes bigint, out body text)
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
#variable_conflict use_variable
declare
  place public.institutions;
  rows text;
  names record;
begin
  kind := split_part(key, ':', 1);
  if kind = 'directory' then
    body := private.directory_body();
  elsif kind = 'me' then
    body := private.me_body(split_part(key, ':', 2)::uuid);
  else
    institution := split_part(key, ':', 2)::uuid;
    select * into place from public.institutions i where i.id = institution;
    city := place.city;
    if kind = 'roster' and place.id is not null then
      body := private.roster_body(place);
    elsif kind = 'ledger' and place.id is not null then
      select h.hash, h.bytes into hash, bytes from private.ledger_head(place.id, place.period) h;
    elsif kind = 'archives' then
      rows := private.archive_rows(institution);
      select * into names from private.archive_place(institution);
      city := names.city;
      body := '{"institution":' || to_json(institution) || ',"city":' || to_json(city)
        || ',"names":{"city":' || to_json(names.city_name) || ',"institution":' || to_json(names.institution_name)
        || '},"archives":[' || rows || ']}';
    end if;
  end if;
  hash := coalesce(hash, private.hash_of(body), '');
  bytes := coalesce(bytes, octet_length(body), 0);
end $$;
comment on function private.build_leaf(text) is
  'Builds one leaf from the tables: its text (none for a ledger), hash ('''' when it is gone), and the place that decides who sees it.';
