-- The nightly backup. One call does whatever is due: it may come every hour, twice at once, or not at all for a week.

create or replace function private.local_day(p_moment timestamptz) returns date
language plpgsql stable set search_path = '' as $$
begin
  return (p_moment at time zone (select s.zone from public.settings s))::date;
end $$;
comment on function private.local_day(timestamptz) is
  'The calendar day where the community lives. It begins at local midnight, or at the first moment after it on a day whose midnight does not exist.';

create or replace function private.fingerprint(p_institution uuid) returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select private.hash_of(string_agg(m.data_hash, ' ' order by m.sync_key)) from public.sync_metadata m
   where m.sync_key in ('roster:' || p_institution, 'ledger:' || p_institution));
end $$;
comment on function private.fingerprint(uuid) is
  'Over the hashes of an institution''s roster and ledger: two nights of one fingerprint hold the same, to the byte.';

create or replace function private.back_up(i public.institutions, p_night date) returns boolean
language plpgsql set search_path = '' as $$
declare
  mark text := private.fingerprint(i.id);
  held uuid;
  fresh boolean := false;
begin
  if private.holds_something(i) then
    select n.archive into held from public.night_places n join public.archives a on a.id = n.archive
     where n.institution = i.id and n.fingerprint = mark and a.institution_name = i.name
       and a.city_name = (select c.name from public.cities c where c.id = i.city)
     order by n.night desc limit 1;
    if held is null then
      held := (private.make_archive(i, 'backup')).id;
      fresh := true;
    end if;
  end if;
  insert into public.night_places (night, institution, city, name, ranks, columns, period, place, fingerprint, archive)
  values (p_night, i.id, i.city, i.name, i.ranks, i.columns, i.period, i.place, mark, held);
  return fresh;
end $$;
comment on function private.back_up(public.institutions, date) is
  'One institution''s part of a night; true when it was copied. What has not changed since an earlier night is that night''s copy.';

create or replace function private.back_up_rest(p_night date, out copied int, out kept int, out failures jsonb)
language plpgsql set search_path = '' as $$
declare
  i public.institutions;
  fresh boolean;
begin
  copied := 0;
  kept := 0;
  failures := '[]';
  insert into public.night_cities (night, city, name, place)
  select p_night, c.id, c.name, c.place from public.cities c on conflict do nothing;
  for i in select x.* from public.institutions x where not exists (
             select from public.night_places n where n.night = p_night and n.institution = x.id) order by x.id loop
    begin
      fresh := private.back_up(i, p_night);
      copied := copied + fresh::int;
      kept := kept + (not fresh)::int;
    exception when others then
      failures := failures || jsonb_build_object('name', i.name, 'error', left(sqlerrm, 200));
    end;
  end loop;
end $$;
comment on function private.back_up_rest(date) is
  'Copies what a night does not have yet, each institution in a savepoint of its own: one that fails keeps none of the others back.';

create or replace function private.log_job(p_status text, p_items int, p_error text, p_began timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  insert into public.sync_log (sync_type, status, items_synced, error_message, version, duration_ms)
  select 'backup', p_status, p_items, p_error, m.version, extract(epoch from clock_timestamp() - p_began) * 1000
    from public.sync_metadata m where m.sync_key = 'global_version';
end $$;
comment on function private.log_job(text, int, text, timestamptz) is 'A line of the nightly job in sync_log.';

create or replace function private.do_backup(held public.nights) returns public.nights
language plpgsql set search_path = '' as $$
declare
  began timestamptz := clock_timestamp();
  made record;
  lost int;
begin
  select * into made from private.back_up_rest(held.night);
  lost := jsonb_array_length(made.failures);
  if lost > 0 then
    perform private.log_job('failed', lost, (select left(string_agg(f.name || ': ' || f.error, '; '), 1000)
      from jsonb_to_recordset(made.failures) f (name text, error text)), began);
    if held.failed = 0 then                                  -- tried every hour, told once a night
      perform private.note('backup_failed', jsonb_build_object('day', held.night, 'failures', made.failures));
    end if;
  end if;
  update public.nights n
     set copied = n.copied + made.copied, kept = n.kept + made.kept, failed = lost,
         done_at = case when lost = 0 then clock_timestamp() end
   where n.night = held.night returning * into held;
  if held.done_at is not null then
    perform private.log_job('success', held.copied, null, began);
  end if;
  return held;
end $$;
comment on function private.do_backup(public.nights) is
  'Makes what a night lacks: one line of success in sync_log when it is whole, one of failure a try until then.';

create or replace function private.night_is_over(p_night date) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  return exists (select from public.nights n where n.night = p_night and n.done_at is not null and n.pruned_at is not null);
end $$;
comment on function private.night_is_over(date) is 'Whether nothing is left to do for a night. Volatile: it is asked again after waiting.';

create or replace function private.run_jobs(p_now timestamptz default clock_timestamp()) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  today date := private.local_day(p_now);
  held public.nights;
begin
  if private.night_is_over(today) then
    return null;
  end if;
  perform private.lock_head();                              -- the second of two callers waits here, and then finds it done
  if private.night_is_over(today) then
    return null;
  end if;
  insert into public.nights (night, zone, at, version)
  select today, s.zone, p_now, m.version from public.settings s, public.sync_metadata m where m.sync_key = 'global_version'
  on conflict do nothing;
  select * into held from public.nights n where n.night = today;
  if held.done_at is null then
    held := private.do_backup(held);
  end if;
  if held.pruned_at is null then
    held := private.do_prune(held, p_now);
  end if;
  return to_jsonb(held);
end $$;
comment on function private.run_jobs(timestamptz) is
  'Does what is due of the nightly jobs, for the scheduler (96_cron.sql) and the owner only; null when nothing is. Moves no version.';
