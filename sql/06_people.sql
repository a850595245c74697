-- Who signs in, and what they may do. Default: nothing.
create table if not exists public.profiles (
  id uuid primary key references auth.users on delete cascade,
  name text not null default '' check (length(name) <= 200),
  discord_id varchar(50),
  role text not null default 'user' check (role in ('superuser', 'admin', 'user', 'viewer')),
  created_at timestamptz not null default now()
);
comment on table public.profiles is 'People who signed in at least once. discord_id comes from auth.identities only.';

create table if not exists public.permissions (
  id bigserial primary key,
  user_id uuid not null references public.profiles on delete cascade,
  city uuid references public.cities on delete cascade,
  institution uuid references public.institutions on delete cascade,
  capability text not null check (capability in ('view', 'edit', 'score', 'reset', 'delete')),
  check (city is null or institution is null),
  unique nulls not distinct (user_id, city, institution, capability)
);
comment on table public.permissions is 'One capability at one place: global (both null), a city, or an institution.';
create index if not exists permissions_city on public.permissions (city) where city is not null;
create index if not exists permissions_institution on public.permissions (institution) where institution is not null;
