-- The private bucket and who may write and read there. No update, no delete: a file, once there, stays as it is.
do $$ begin
  if to_regclass('storage.buckets') is null or to_regclass('storage.objects') is null then
    return;
  end if;
  insert into storage.buckets (id, name, public) values ('arhiva', 'arhiva', false) on conflict do nothing;

  drop policy if exists arhiva_insert on storage.objects;
  create policy arhiva_insert on storage.objects for insert to authenticated
    with check (bucket_id = 'arhiva' and private.may_upload_path(name));

  drop policy if exists arhiva_select on storage.objects;
  create policy arhiva_select on storage.objects for select to authenticated
    using (bucket_id = 'arhiva' and private.sees_path(name));
end $$;
