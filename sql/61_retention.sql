-- What goes when it is old: nights and their backups, lines of the logs, devices that nobody has seen.

create or replace function private.prune_backups(p_night date) returns void
language plpgsql set search_path = '' as $$
begin
  delete from public.nights n where n.night <= p_night - (select s.backup_keep_days from public.settings s);
  -- A copy goes when no night needs it any more, but never the last one of an institution, least of all of a deleted one.
  delete from public.archives a
   where a.kind = 'backup' and not exists (select from public.night_places n where n.archive = a.id)
     and exists (select from public.archives b
                  where b.institution = a.institution and b.kind = 'backup' and (b.at, b.id) > (a.at, a.id));
end $$;
comment on function private.prune_backups(date) is
  'Nights older than the setting, and the backups that no night needs. Other kinds of archive stay for good.';

create or replace function private.prune_logs(p_before timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  insert into private.pruning (txid) values (txid_current());
  delete from public.sync_log where created_at < p_before;  -- not synced_at, which devices say
  delete from public.audit_log where at < p_before;
  delete from private.pruning;
  delete from public.notifications where at < p_before;
  delete from public.devices where seen_at < p_before;
end $$;
comment on function private.prune_logs(timestamptz) is
  'The one way in which lines leave the logs. The ticket that lets it through is gone before anybody else can run.';

create or replace function private.do_prune(held public.nights, p_now timestamptz) returns public.nights
language plpgsql set search_path = '' as $$
declare
  began timestamptz := clock_timestamp();
begin
  begin
    perform private.prune_backups(held.night);
    perform private.prune_logs(p_now - make_interval(days => (select s.log_keep_days from public.settings s)));
    update public.nights n set pruned_at = clock_timestamp() where n.night = held.night returning * into held;
  exception when others then
    perform private.log_job('failed', 0, left('retention: ' || sqlerrm, 1000), began);
  end;
  return held;
end $$;
comment on function private.do_prune(public.nights, timestamptz) is
  'Retention, once a night, all of it or nothing; a backup that was made stays made when it fails, and the next call tries again.';
