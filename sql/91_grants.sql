-- Nothing for anon or public; for people who are signed in, the calls of the protocol and no other function.
do $$
declare
  f record;
  calls text[] := array['sync_delta', 'sync_pull', 'sync_push', 'reset_points', 'restore_archive', 'force_sync',
    'import_archives', 'archive_body', 'archive_bodies', 'archives_missing', 'archive_uploaded', 'report_device', 'log_sync',
    'refresh_profile', 'set_permissions', 'set_role', 'members', 'devices_list', 'devices_watch', 'sync_log_list', 'audit_list',
    'settings_get', 'settings_set', 'schema_version', 'reseal', 'backups_list', 'nights_list', 'night_preview', 'restore_night', 'doctor', 'doctor_rehearse',
    'find_person', 'person_places', 'erase_person', 'erased_files', 'mail_choice_get', 'mail_choice_set'];
  -- Of server programs only.
  service_calls text[] := array['mail_spread', 'mail_claim', 'mail_done'];
begin
  for f in
    select p.oid::regprocedure as signature, n.nspname = 'public' as rpc, p.proname = any (service_calls) as service
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'private' or n.nspname = 'public' and p.proname = any (calls || service_calls)
  loop
    execute format('revoke all on function %s from public, anon, authenticated', f.signature);
    if f.rpc then
      execute format('grant execute on function %s to %I', f.signature, case when f.service then 'service_role' else 'authenticated' end);
    end if;
  end loop;
end $$;

-- The storage policies call these as the caller; without usage on the schema nobody else can.
grant execute on function private.sees_path(text), private.may_upload_path(text), private.may_remove_path(text) to authenticated;
-- Server programs write directly, sealed by the same triggers; the unique indexes on names call this as the writer.
grant execute on function private.fold(text) to service_role;
