-- Every change of points, for good. The employee is no foreign key: the ledger is append-only, people come and go.
create table if not exists public.point_entries (
  seq bigserial primary key,
  id uuid not null unique default gen_random_uuid(),
  institution uuid not null references public.institutions on delete cascade,
  period int not null,
  employee uuid not null,
  delta int not null,
  effective int not null,
  reason text not null default '' check (length(reason) <= 500),
  kind text not null default 'add' check (kind in ('add', 'set', 'undo', 'restore')),
  op uuid,
  target uuid,
  user_id uuid,
  by text not null default '',
  at timestamptz not null default clock_timestamp(),
  client_at timestamptz not null default clock_timestamp()
);
comment on table public.point_entries is
  'The ledger: asked and effective delta, why, who, when. target = the op that an undo reversed.';
create index if not exists point_entries_period on public.point_entries (institution, period, seq);
create index if not exists point_entries_op on public.point_entries (op);
create index if not exists point_entries_target on public.point_entries (target) where target is not null;
