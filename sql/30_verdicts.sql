-- Verdicts of ops, and the reading of their fields. A field that is not as it should be raises; the push turns that into `invalid`.

create or replace function private.conflict(code text, theirs jsonb default null) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('status', 'conflict', 'code', code)
    || case when theirs is null then '{}' else jsonb_build_object('theirs', theirs) end
$$;
comment on function private.conflict(text, jsonb) is 'Verdict: the world is not what the op expected.';

create or replace function private.denied() returns jsonb
language sql immutable set search_path = '' as $$ select '{"status": "denied", "code": "denied"}'::jsonb $$;
comment on function private.denied() is 'Verdict: no permission.';

create or replace function private.applied(touched uuid[] default '{}', extra jsonb default '{}') returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('status', 'applied', 'touched', to_jsonb(touched)) || extra
$$;
comment on function private.applied(uuid[], jsonb) is 'Verdict: done. touched = employees whose rev it raised.';

create or replace function private.bad(code text default 'bad_op') returns void
language plpgsql immutable set search_path = '' as $$
begin
  raise exception '%', code using errcode = '22023';
end $$;
comment on function private.bad(text) is 'Stops the op as invalid.';

create or replace function private.text_field(value jsonb, max_length int default 200) returns text
language plpgsql immutable set search_path = '' as $$
begin
  if value is null or jsonb_typeof(value) = 'null' then
    return '';
  elsif jsonb_typeof(value) <> 'string' then
    perform private.bad();
  elsif length(value #>> '{}') > max_length then
    perform private.bad('too_large');
  end if;
  return value #>> '{}';
end $$;
comment on function private.text_field(jsonb, int) is 'A text of at most so many characters; missing = empty.';

create or replace function private.name_field(value jsonb) returns text
language plpgsql immutable set search_path = '' as $$
declare
  name text := private.clean(private.text_field(value));
begin
  if name = '' then
    perform private.bad();
  end if;
  return name;
end $$;
comment on function private.name_field(jsonb) is 'A name: cleaned, not empty.';

create or replace function private.int_field(value jsonb, low bigint, high bigint) returns int
language plpgsql immutable set search_path = '' as $$
declare
  n numeric;
begin
  if jsonb_typeof(value) is distinct from 'number' then
    perform private.bad();
  end if;
  n := value::text::numeric;
  if n <> trunc(n) then
    perform private.bad();
  elsif n < low or n > high then
    perform private.bad('too_large');
  end if;
  return n::int;
end $$;
comment on function private.int_field(jsonb, bigint, bigint) is 'A whole number within bounds.';

create or replace function private.rank_field(value jsonb) returns int
language sql immutable set search_path = '' as $$
  select case when value is null or jsonb_typeof(value) = 'null' then null else private.int_field(value, 0, 9999) end
$$;
comment on function private.rank_field(jsonb) is 'A rank number or null.';

create or replace function private.uuids(value jsonb, most int) returns uuid[]
language plpgsql immutable set search_path = '' as $$
begin
  if value is null or jsonb_typeof(value) = 'null' then
    return '{}';
  elsif jsonb_typeof(value) <> 'array' then
    perform private.bad();
  elsif jsonb_array_length(value) > most then
    perform private.bad('too_large');
  end if;
  return coalesce((select array_agg(distinct x::uuid order by x::uuid) from jsonb_array_elements_text(value) x), '{}');
end $$;
comment on function private.uuids(jsonb, int) is 'A list of ids, without repetitions.';

create or replace function private.ordered_ids(value jsonb, most int) returns uuid[]
language plpgsql immutable set search_path = '' as $$
begin
  if cardinality(private.uuids(value, most)) <> jsonb_array_length(value) then
    perform private.bad();
  end if;
  return coalesce((select array_agg(x.value::uuid order by x.ordinality)
    from jsonb_array_elements_text(value) with ordinality x), '{}');
end $$;
comment on function private.ordered_ids(jsonb, int) is 'A list of ids in their order; one that repeats is malformed.';

create or replace function private.pair(value jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  if jsonb_typeof(value) is distinct from 'array' or jsonb_array_length(value) <> 2 then
    perform private.bad();
  end if;
  return value;
end $$;
comment on function private.pair(jsonb) is 'An [old, new] pair.';

create or replace function private.fields_field(value jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
begin
  if value is null or jsonb_typeof(value) = 'null' then
    return '{}';
  elsif jsonb_typeof(value) <> 'object' then
    perform private.bad();
  elsif (select count(*) > 50 or coalesce(max(length(k)), 0) > 200 from jsonb_object_keys(value) k) then
    perform private.bad('too_large');
  end if;
  return coalesce((select jsonb_object_agg(f.key, private.text_field(f.value)) from jsonb_each(value) f
    where private.text_field(f.value) <> ''), '{}');
end $$;
comment on function private.fields_field(jsonb) is 'Extra columns of an employee: texts by column; empty ones are left out.';

create or replace function private.ranks_field(value jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  ranks jsonb := private.fields_field(value);
begin
  if exists (select from jsonb_object_keys(ranks) k where k !~ '^[0-9]{1,4}$') then
    perform private.bad();
  end if;
  return ranks;
end $$;
comment on function private.ranks_field(jsonb) is 'A rank map: number to name.';

create or replace function private.columns_field(value jsonb) returns jsonb
language plpgsql immutable set search_path = '' as $$
declare
  names text[];
begin
  if value is null or jsonb_typeof(value) = 'null' then
    return '[]';
  elsif jsonb_typeof(value) <> 'array' then
    perform private.bad();
  elsif jsonb_array_length(value) > 50 then
    perform private.bad('too_large');
  end if;
  select array_agg(private.name_field(c.value) order by c.ordinality) into names
    from jsonb_array_elements(value) with ordinality c;
  if exists (select from unnest(names) x group by x having count(*) > 1)
     or names && array['DISCORD', 'NUME IC', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD']
     -- What every object of JavaScript has: a device would lose the values of such a column, or worse.
     or names && array['prototype', 'constructor', '__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__',
                       '__lookupSetter__', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString',
                       'toString', 'valueOf'] then
    perform private.bad();
  end if;
  return coalesce(to_jsonb(names), '[]');
end $$;
comment on function private.columns_field(jsonb) is
  'Names of extra columns, in order: different ones, none of those that an archive has anyway, none that every object has.';
