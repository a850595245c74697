-- Bookkeeping: none of these moves the version.
create table if not exists public.sync_log (
  id bigserial primary key,
  discord_id varchar(50),
  sync_type varchar(50) not null
    check (sync_type in ('upload', 'download', 'force_sync', 'reset', 'restore', 'backup')),
  status varchar(50) not null check (status in ('pending', 'success', 'failed')),
  items_synced int not null default 0,
  error_message text,
  synced_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  device_id uuid,
  version bigint,
  duration_ms int,
  entry_id uuid unique,
  user_id uuid
);
comment on table public.sync_log is 'What was synchronised, by whom and how it ended. Append-only.';
create index if not exists sync_log_at on public.sync_log (synced_at desc);
create index if not exists sync_log_user on public.sync_log (user_id, id desc);
create index if not exists sync_log_device on public.sync_log (device_id, id desc);
create index if not exists sync_log_type on public.sync_log (sync_type, status, id desc);
create index if not exists sync_log_status on public.sync_log (status, id desc) where status <> 'success';

create table if not exists public.audit_log (
  id bigserial primary key,
  at timestamptz not null default clock_timestamp(),
  user_id uuid,
  by text not null default '',
  action text not null,
  op uuid,
  institution uuid,
  subject uuid,
  old jsonb,
  new jsonb
);
comment on table public.audit_log is 'Who changed what, from old to new: one entry per op, permission change, reset, restore, force. Append-only.';
create index if not exists audit_log_institution on public.audit_log (institution, id desc);
create index if not exists audit_log_subject on public.audit_log (subject, id desc) where subject is not null;
create index if not exists audit_log_user on public.audit_log (user_id, id desc);
create index if not exists audit_log_action on public.audit_log (action, id desc);
create index if not exists audit_log_at on public.audit_log (at);

create table if not exists public.applied_ops (
  id uuid primary key,
  user_id uuid not null,
  kind text not null,
  hash varchar(64) not null,
  status text not null,
  version bigint,
  touched uuid[] not null default '{}',
  result jsonb not null,
  device_id uuid,
  at timestamptz not null default clock_timestamp()
);
comment on table public.applied_ops is 'The first verdict on each op, for good: a second arrival is a duplicate. touched = employees whose rev it raised.';

create table if not exists public.devices (
  id uuid not null,
  user_id uuid not null references public.profiles on delete cascade,
  version bigint,
  root varchar(64),
  epoch bigint,
  nonce varchar(64),
  unsent int not null default 0,
  tray int not null default 0,
  app text not null default '',
  state text not null default '',
  first_seen timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (id, user_id)
);
comment on table public.devices is 'What each device last said about itself.';
create index if not exists devices_seen on public.devices (seen_at);
create index if not exists devices_user on public.devices (user_id);

create table if not exists public.notifications (
  id bigserial primary key,
  at timestamptz not null default now(),
  kind text not null,
  payload jsonb not null default '{}',
  sent_at timestamptz
);
comment on table public.notifications is 'Waiting for the mailer: a new member, a reset, a restore, a forced resync, a backup that failed.';
create index if not exists notifications_unsent on public.notifications (id) where sent_at is null;

create or replace function private.refuse() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception '% of % is not allowed', lower(tg_op), tg_table_name using errcode = '42501';
end $$;
comment on function private.refuse() is 'For truncate, which would pass by the row triggers.';

-- A setting could be switched by whoever can run SQL at all. A row here cannot be written by anybody but the owner's functions:
-- no client, and no server program either, has usage on this schema.
create table if not exists private.pruning (txid bigint primary key);
comment on table private.pruning is
  'The transaction in which the retention job is deleting old lines at this moment; its row never outlives the statement after it.';

create or replace function private.append_only() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' and exists (select from private.pruning p where p.txid = txid_current()) then
    return null;
  end if;
  raise exception '% of % is not allowed', lower(tg_op), tg_table_name using errcode = '42501';
end $$;
comment on function private.append_only() is
  'Logs only grow, also for the owner and for server programs. Only the retention job takes old lines away (61_retention.sql).';

create or replace trigger append_only before delete or truncate on public.sync_log
  for each statement execute function private.append_only();
create or replace trigger append_only before delete or truncate on public.audit_log
  for each statement execute function private.append_only();

create or replace function private.refuse_rewriting() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if not private.is_erasing() then
    raise exception '% of % is not allowed', lower(tg_op), tg_table_name using errcode = '42501';
  end if;
  return null;
end $$;
comment on function private.refuse_rewriting() is 'Nobody rewrites a log, but the erasure of a person, which takes the name out of it.';

create or replace trigger no_rewriting before update on public.sync_log
  for each statement execute function private.refuse_rewriting();
create or replace trigger no_rewriting before update on public.audit_log
  for each statement execute function private.refuse_rewriting();

create or replace function private.note(kind text, payload jsonb) returns void
language sql set search_path = '' as $$
  insert into public.notifications (kind, payload) values (note.kind, note.payload)
$$;
comment on function private.note(text, jsonb) is 'Leaves a notification for the mailer.';
