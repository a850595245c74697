-- One row of settings. Bookkeeping: a change here moves neither version nor root.
create table if not exists public.settings (
  id boolean primary key default true check (id),
  schema_version int not null default 1,
  policy text not null default 'strict' check (policy in ('strict', 'relevant', 'automatic')),
  force_reason text not null default '',
  updated_at timestamptz not null default now()
);
comment on table public.settings is
  'One row: version of this schema, lock policy of the devices, reason of the last forced resync, when night is and how long things are kept.';

-- The nightly jobs (60_jobs.sql): whose midnight, how many nights, how many days of logs.
alter table public.settings add column if not exists zone text not null default 'Europe/Bucharest';
alter table public.settings add column if not exists backup_keep_days int not null default 30
  check (backup_keep_days between 1 and 3650);
alter table public.settings add column if not exists log_keep_days int not null default 365
  check (log_keep_days between 30 and 3650);

insert into public.settings (id) values (true) on conflict do nothing;

create or replace function public.schema_version() returns int
language sql stable security definer set search_path = '' as $$
  select schema_version from public.settings
$$;
comment on function public.schema_version() is 'Version of sql/ that this cloud runs.';
