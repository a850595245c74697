-- One row of settings. Bookkeeping: a change here moves neither version nor root.
create table if not exists public.settings (
  id boolean primary key default true check (id),
  schema_version int not null default 1,
  policy text not null default 'strict' check (policy in ('strict', 'relevant', 'automatic')),
  force_reason text not null default '',
  updated_at timestamptz not null default now()
);
comment on table public.settings is 'One row: version of this schema, lock policy of the devices, reason of the last forced resync.';

insert into public.settings (id) values (true) on conflict do nothing;

create or replace function public.schema_version() returns int
language sql stable security definer set search_path = '' as $$
  select schema_version from public.settings
$$;
comment on function public.schema_version() is 'Version of sql/ that this cloud runs.';
