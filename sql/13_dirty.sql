-- Which leaves a write touches. Statement triggers with transition tables: one pass however many rows were written.

create or replace function private.mark(keys text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.sync_metadata (sync_key, version, data_hash)
  select distinct k, 0, null from unnest(keys) k order by 1
  on conflict (sync_key) do update set data_hash = null where public.sync_metadata.data_hash is not null;
end $$;
comment on function private.mark(text[]) is 'Marks leaves dirty.';

create or replace function private.institution_keys(ids uuid[]) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
  select array_agg(k) from (
    select prefix || place as k from unnest(ids) place, unnest(array['roster:', 'ledger:']) prefix
    union all
    select 'archives:' || place from unnest(ids) place
     where exists (select from public.archives a where a.institution = place and a.kind <> 'backup')
  ) keys);
end $$;
comment on function private.institution_keys(uuid[]) is 'All leaves that belong to these institutions.';

create or replace function private.take_head() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_head();
  return null;
end $$;
comment on function private.take_head() is 'Before any write of a leaf table: the head first, so that cascades cannot deadlock.';

create or replace function private.dirty_cities() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.mark(array['directory']);
  if tg_op = 'UPDATE' then
    perform private.mark((select array_agg('archives:' || i.id) from public.institutions i
      where i.city in (select id from (select id, name from n except select id, name from o) x) and exists (select from public.archives a where a.institution = i.id and a.kind <> 'backup')));
  end if;
  return null;
end $$;
comment on function private.dirty_cities() is 'Cities: directory; a rename also the archive indexes that carry the name.';

create or replace function private.dirty_institutions() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  ids uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(id) into ids from n;
  elsif tg_op = 'DELETE' then
    select array_agg(id) into ids from o;
  else
    select array_agg(id) into ids from
      (select id, city, name, ranks, columns, period from n except select id, city, name, ranks, columns, period from o) x;
  end if;
  perform private.mark(array['directory'] || private.institution_keys(ids));
  return null;
end $$;
comment on function private.dirty_institutions() is 'Institutions: directory and all leaves of their own; an order is in the directory only.';

create or replace function private.dirty_employees() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  keys text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct 'roster:' || institution) into keys from n;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct 'roster:' || institution) into keys from o;
  else
    select array_agg(distinct 'roster:' || institution) into keys from
      ((table n except table o) union all (table o except table n)) x;
  end if;
  perform private.mark(keys);
  return null;
end $$;
comment on function private.dirty_employees() is 'Employees: the rosters they are in, or were in.';

create or replace function private.dirty_entries() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  keys text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct 'ledger:' || institution) into keys from n;
  else
    -- History was rewritten by direct SQL: the period's chain starts over, under the new version.
    delete from public.ledger_batches b using (select distinct institution, period from o) x
     where b.institution = x.institution and b.period = x.period;
    select array_agg(distinct 'ledger:' || institution) into keys from o;
    if tg_op = 'UPDATE' then
      delete from public.ledger_batches b using (select distinct institution, period from n) x
       where b.institution = x.institution and b.period = x.period;
      select keys || array_agg(distinct 'ledger:' || institution) into keys from n;
    end if;
  end if;
  perform private.mark(keys);
  return null;
end $$;
comment on function private.dirty_entries() is 'Point entries: the ledger of their institution.';

create or replace function private.dirty_archives() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  keys text[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct 'archives:' || institution) into keys from n where kind <> 'backup';
  else
    select array_agg(distinct 'archives:' || institution) into keys from o where kind <> 'backup';
  end if;
  perform private.mark(keys);
  return null;
end $$;
comment on function private.dirty_archives() is 'Archives: their index. Backups are in no leaf; the upload note never gets here.';

create or replace function private.dirty_people() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  ids jsonb;
begin
  if tg_op = 'INSERT' then
    select jsonb_agg(to_jsonb(n)) into ids from n;
  elsif tg_op = 'DELETE' then
    select jsonb_agg(to_jsonb(o)) into ids from o;
  else
    select jsonb_agg(to_jsonb(x)) into ids from (table n union all table o) x;
  end if;
  perform private.mark((select array_agg(distinct 'me:' || coalesce(r ->> 'user_id', r ->> 'id'))
    from jsonb_array_elements(ids) r));
  return null;
end $$;
comment on function private.dirty_people() is 'Profiles and permissions: the person''s own leaf.';
