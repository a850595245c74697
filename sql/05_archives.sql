-- Immutable documents. They outlive their institution, so names and city are kept beside the ids.
create table if not exists public.archives (
  id uuid primary key default gen_random_uuid(),
  institution uuid not null,
  city uuid not null,
  institution_name text not null,
  city_name text not null,
  kind text not null check (kind in ('reset', 'backup', 'before_restore', 'before_delete', 'import')),
  period int not null,
  path text not null,
  at timestamptz not null,
  by text not null default '',
  user_id uuid,
  employees int not null,
  points bigint not null,
  sha256 text not null,
  bytes int not null,
  body text not null,
  uploaded_at timestamptz
);
comment on table public.archives is
  'One JSON document per reset, backup, restore or delete; the file in storage is its public copy (uploaded_at).';
create unique index if not exists archives_path on public.archives (path);
create index if not exists archives_institution on public.archives (institution, period);
create index if not exists archives_missing on public.archives (at) where uploaded_at is null;

create or replace function private.keep_archive() returns trigger
language plpgsql set search_path = '' as $$
begin
  if to_jsonb(new) - 'uploaded_at' is distinct from to_jsonb(old) - 'uploaded_at' then
    -- An erasure (69_erase.sql) rewrites the document and moves its file; what the archive is of stays.
    if to_jsonb(new) - '{uploaded_at,path,sha256,bytes,body}'::text[] is distinct from to_jsonb(old) - '{uploaded_at,path,sha256,bytes,body}'::text[]
       or not private.is_erasing() then
      raise exception 'an archive never changes' using errcode = '23000';
    end if;
  end if;
  return new;
end $$;
comment on function private.keep_archive() is
  'Archives are immutable, except for the note that the file is in storage, and for a person who is erased.';

create or replace trigger immutable before update on public.archives
  for each row execute function private.keep_archive();
