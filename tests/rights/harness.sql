-- What the checks of rights need beside the schema: one statement tried and undone, and whether it changed anything.
create schema if not exists rights;
grant usage on schema rights to anon, authenticated, service_role;

-- All rows there are, but for the notes of a person's refused ops: a first verdict is kept, whatever it is.
create or replace function rights.state() returns text language plpgsql security definer set search_path = '' as $$
declare
  one record;
  sum text;
  sums text := '';
begin
  for one in select schemaname as s, tablename as t from pg_catalog.pg_tables
              where schemaname in ('public', 'private', 'storage', 'auth') order by 1, 2 loop
    execute format('select md5(coalesce(string_agg(x::text, chr(10) order by x::text), '''')) from %I.%I x %s', one.s, one.t,
      case when one.t = 'applied_ops' then 'where status = ''applied'' or user_id not in (select id from public.profiles)' else '' end) into sum;
    sums := sums || one.t || ' ' || sum || chr(10);
  end loop;
  return sums;
end $$;

-- `before`: the state to compare with; null when nobody asks.
create or replace function rights.attempt(statement text, before text) returns jsonb language plpgsql as $$
declare
  answer jsonb;
  rows int;
  changed boolean := false;
begin
  begin
    if statement ~ '^(select|with) ' then
      execute statement into answer;
    else
      execute statement;
      get diagnostics rows = row_count;
      answer := to_jsonb(rows);
    end if;
    if before is not null then
      changed := rights.state() <> before;
    end if;
    raise exception 'undone' using errcode = 'RG000';
  exception
    when sqlstate 'RG000' then
      return jsonb_build_object('answer', answer, 'changed', changed);
    when others then
      return jsonb_build_object('code', sqlstate, 'message', sqlerrm);
  end;
end $$;
-- For the owner: a file of sql/ once more, inside a transaction.
create or replace function rights.run(script text) returns void language plpgsql as $$
begin
  execute script;
end $$;
grant execute on all functions in schema rights to anon, authenticated, service_role;
