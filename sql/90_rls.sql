-- Row level security everywhere; the poll is the only direct read.
do $$
declare
  t text;
begin
  foreach t in array array['cities', 'institutions', 'employees', 'point_entries', 'archives', 'profiles', 'permissions',
    'sync_metadata', 'leaf_bodies', 'heads', 'ledger_batches', 'sync_log', 'audit_log', 'applied_ops', 'devices',
    'notifications', 'settings', 'nights', 'night_cities', 'night_places', 'mail_choices',
    'mail_deliveries', 'mail_items']
  loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from public, anon, authenticated', t);
  end loop;
  foreach t in array array['sync_metadata_id_seq', 'sync_log_id_seq', 'audit_log_id_seq', 'point_entries_seq_seq',
    'permissions_id_seq', 'notifications_id_seq']
  loop
    execute format('revoke all on sequence public.%I from public, anon, authenticated', t);
  end loop;
end $$;

do $$
declare
  t text;
begin
  foreach t in array array['pruning', 'erased_people', 'erased_files', 'erasing'] loop
    execute format('alter table private.%I enable row level security', t);
    execute format('revoke all on private.%I from public, anon, authenticated', t);
  end loop;
end $$;

drop policy if exists sync_metadata_select on public.sync_metadata;
create policy sync_metadata_select on public.sync_metadata for select to authenticated
  using (sync_key in ('global_version', 'force_sync', 'min_client', 'me:' || (select auth.uid())));
grant select on public.sync_metadata to authenticated;
