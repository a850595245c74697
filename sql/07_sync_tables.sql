-- The two tables of the mission's first half: what devices poll, and what seals it.
create table if not exists public.sync_metadata (
  id bigserial primary key,
  sync_key varchar(255) collate "C" not null unique,
  version bigint not null default 0,
  data_hash varchar(64),
  last_modified_by varchar(255),
  last_modified_at timestamptz,
  updated_at timestamptz not null default now()
);
comment on table public.sync_metadata is
  'One row per leaf plus global_version, force_sync, min_client. data_hash null = dirty (never visible after commit), '''' = gone.';
create index if not exists sync_metadata_dirty on public.sync_metadata (sync_key) where data_hash is null;

create table if not exists public.leaf_bodies (
  sync_key varchar(255) collate "C" primary key,
  kind text not null,
  institution uuid,
  city uuid,
  hash varchar(64) not null,
  bytes bigint not null,
  body text
);
comment on table public.leaf_bodies is
  'The exact text behind each hash (null for ledgers and gone leaves), and the place that decides who sees it.';
create index if not exists leaf_bodies_institution on public.leaf_bodies (institution);

create table if not exists public.heads (
  version bigint primary key,
  txid bigint not null,
  root varchar(64) not null,
  at timestamptz not null default now()
);
comment on table public.heads is 'Every version there has been, with its root; at = start of its transaction.';

create table if not exists public.ledger_batches (
  institution uuid not null,
  period int not null,
  n int not null,
  version bigint not null,
  last_seq bigint not null,
  bytes int not null,
  hash varchar(64) not null,
  body text not null,
  primary key (institution, period, n)
);
comment on table public.ledger_batches is 'Ledger of the current period: one batch per version, each hash chained to the one before.';

create or replace function private.stamp() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.updated_at := clock_timestamp();
  return new;
end $$;
comment on function private.stamp() is 'Keeps updated_at.';

create or replace trigger stamp before update on public.sync_metadata
  for each row execute function private.stamp();
create or replace trigger stamp before update on public.settings
  for each row execute function private.stamp();
