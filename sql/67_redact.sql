-- Erasing a person: what is remembered of it (no names), and how a name is taken out of texts.

create table if not exists private.erased_people (
  employee uuid primary key,
  version bigint not null default 0,
  at timestamptz not null default clock_timestamp()
);
comment on table private.erased_people is
  'Ids of people who were erased, and the version that did it: they never come back, and devices forget what hangs on them.';

create table if not exists private.erased_files (
  path text primary key,
  at timestamptz not null default clock_timestamp()
);
comment on table private.erased_files is
  'Paths of archive files that an erasure replaced: superusers may remove them, and no archive ever gets one of them again.';

create table if not exists private.erasing (txid bigint primary key);
comment on table private.erasing is 'The transaction that erases somebody, while it does: it alone may rewrite archives and logs.';

create or replace function private.is_erasing() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.erasing where txid = txid_current())
$$;
comment on function private.is_erasing() is 'Whether this very transaction is the erasure of a person.';

create or replace function private.spellings(letter text) returns text
language sql immutable strict set search_path = '' as $$
  select case
    when letter ~ '\s' then '\s+'
    when strpos('.^$*+?()[]{}|\', letter) > 0 then '\' || letter
    else coalesce(
      (select '[' || g || ']' from unnest(array['aAăĂâÂ', 'iIîÎ', 'sSșȘşŞ', 'tTțȚţŢ', 'áÁ', 'éÉ', 'íÍ', 'óÓ', 'öÖ', 'őŐ', 'úÚ',
        'üÜ', 'űŰ']) g where strpos(g, letter) > 0),
      case when lower(letter) <> upper(letter) then '[' || lower(letter) || upper(letter) || ']' end,
      letter) end
$$;
comment on function private.spellings(text) is
  'A pattern for one character of a name: small or capital, with or without the marks that people leave out when they type.';

create or replace function private.name_pattern(names text[], whole boolean) returns text
language sql immutable set search_path = '' as $$
  select case when whole then '(?<![[:alnum:]_])' else '' end || '(?:' || string_agg(p.pattern, '|') || ')'
      || case when whole then '(?![[:alnum:]_])' else '' end
    from (select distinct (select string_agg(private.spellings(c.letter), '' order by c.place)
              from regexp_split_to_table(case when whole then private.clean(n) else btrim(to_json(private.clean(n))::text, '"') end, '')
                with ordinality c (letter, place)) as pattern
            from unnest(names) n where length(private.clean(n)) > 2) p
$$;
comment on function private.name_pattern(text[], boolean) is
  'A pattern for names as whole words, or (not whole) for what may be one in the text of a JSON value. Two letters are no name; null when there is none.';

create or replace function private.redact(raw text, pattern text) returns text
language sql immutable set search_path = '' as $$
  select case when normalize(raw, NFC) ~ pattern then regexp_replace(normalize(raw, NFC), pattern, '[…]', 'g') else raw end
$$;
comment on function private.redact(text, text) is 'A text with […] in place of each name; one without a name stays as it is, byte for byte.';

create or replace function private.redact_json(doc jsonb, pattern text, but text[] default '{}') returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  return case jsonb_typeof(doc)
    when 'string' then to_jsonb(private.redact(doc #>> '{}', pattern))
    when 'array' then (select coalesce(jsonb_agg(private.redact_json(x.value, pattern, but) order by x.ordinality), '[]')
      from jsonb_array_elements(doc) with ordinality x)
    when 'object' then (select coalesce(jsonb_object_agg(x.key,
        case when x.key = any (but) then x.value else private.redact_json(x.value, pattern, but) end), '{}')
      from jsonb_each(doc) x)
    else doc end;
end $$;
comment on function private.redact_json(jsonb, text, text[]) is 'The same for every text of a JSON value, but for those under these keys.';

create or replace function private.nameless(doc jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case when jsonb_typeof(doc) = 'object' then coalesce((select jsonb_object_agg(x.key, x.value) from jsonb_each(doc) x
    where x.key in ('points', 'rev', 'institution')), '{}') else doc end
$$;
comment on function private.nameless(jsonb) is 'What stays in the audit log of an employee''s row: numbers and places.';

create or replace function private.archive_faces(doc jsonb)
returns table (pos int, employee uuid, name text, discord text)
language sql immutable set search_path = '' as $$
  select r.ordinality::int, case when x.id ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then x.id::uuid end,
         private.clean(coalesce(r.value ->> 'NUME IC', '')), private.clean(coalesce(r.value ->> 'DISCORD', ''))
    from jsonb_array_elements(case when jsonb_typeof(doc -> 'rows') = 'array' then doc -> 'rows' else '[]' end) with ordinality r
   cross join lateral (select doc #>> array['ids', 'employees', (r.ordinality - 1)::text] as id) x
   where jsonb_typeof(r.value) = 'object'
$$;
comment on function private.archive_faces(jsonb) is 'Who is in an archive''s document: row, id where it has one, name, nick.';

create or replace function private.erased_doc(doc jsonb, places int[], ids uuid[], pattern text) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  -- What is no free text: names of places and columns, whoever made it, numbers.
  sound text[] := '{archived_at,city,institution,reset_by,discord_id,columns,ranks,employee_count,total_points,kind,period,schema,ids}';
  fresh jsonb := (select jsonb_object_agg(x.key, case when x.key = any (sound) then x.value else private.redact_json(x.value, pattern,
    '{NUME IC,DISCORD,by}') end) from jsonb_each(doc) x);
begin
  if jsonb_typeof(doc -> 'rows') = 'array' then
    fresh := fresh || jsonb_build_object('rows', (select coalesce(jsonb_agg(case when r.ordinality = any (places) and jsonb_typeof(r.value) = 'object'
        then (select coalesce(jsonb_object_agg(c.key, case when c.key = 'PUNCTAJ' then c.value else '""' end), '{}') from jsonb_each(r.value) c)
        else r.value end order by r.ordinality), '[]') from jsonb_array_elements(fresh -> 'rows') with ordinality r));
  end if;
  if jsonb_typeof(doc -> 'entries') = 'array' then
    fresh := fresh || jsonb_build_object('entries', (select coalesce(jsonb_agg(case when r.value ->> 'employee' = any (ids::text[])
        then r.value || '{"reason": ""}' else r.value end order by r.ordinality), '[]')
      from jsonb_array_elements(fresh -> 'entries') with ordinality r));
  end if;
  return fresh;
end $$;
comment on function private.erased_doc(jsonb, int[], uuid[], text) is
  'An archive''s document with nothing but points in these rows, no reason in the entries of these people, and no such name in any free text.';
