-- The control rows, and the first version.
insert into public.sync_metadata (sync_key, version, data_hash, last_modified_by, last_modified_at) values
  ('global_version', 0, private.hash_of(''), 'SQL', now()),
  ('force_sync', 0, '', null, null),
  ('min_client', 1, '', null, null)
on conflict (sync_key) do nothing;

insert into public.sync_metadata (sync_key) values ('directory') on conflict (sync_key) do nothing;

-- A cloud that was made by an older version of these files: what a body is made of may have changed.
do $$
begin
  perform private.lock_head();
  if not private.is_sound('directory') then
    perform private.mark(array['directory']);
  end if;
end $$;
