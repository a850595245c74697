-- Cities, institutions, employees.
create table if not exists public.cities (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> '' and length(name) <= 200)
);
comment on table public.cities is 'Cities; names unique after trim, NFC and case folding.';
create unique index if not exists cities_name on public.cities (private.fold(name));

create table if not exists public.institutions (
  id uuid primary key default gen_random_uuid(),
  city uuid not null references public.cities on delete cascade,
  name text not null check (name <> '' and length(name) <= 200),
  ranks jsonb not null default '{}' check (jsonb_typeof(ranks) = 'object'),
  columns jsonb not null default '[]' check (jsonb_typeof(columns) = 'array'),
  period int not null default 1 check (period > 0)
);
comment on table public.institutions is 'Institutions of a city: rank map, extra columns, and the period that counts resets and restores.';
create unique index if not exists institutions_name on public.institutions (city, private.fold(name));

-- Where people put a city among the others, an institution among its city's; null: after those, by name.
alter table public.cities add column if not exists place int check (place > 0);
alter table public.institutions add column if not exists place int check (place > 0);

create table if not exists public.employees (
  id uuid primary key default gen_random_uuid(),
  institution uuid not null references public.institutions on delete cascade,
  name text not null default '' check (length(name) <= 200),
  discord text not null default '' check (length(discord) <= 200),
  rank int check (rank between 0 and 9999),
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  points int not null default 0 check (points >= 0),
  rev int not null default 1,
  touched timestamptz not null default clock_timestamp(),
  check (name <> '' or discord <> '')
);
comment on table public.employees is 'Employees of an institution. Names are not unique: two people may share a nickname.';
create index if not exists employees_institution on public.employees (institution);

create or replace function private.touch_employee() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.rev := old.rev + 1;
  new.touched := clock_timestamp();
  return new;
end $$;
comment on function private.touch_employee() is
  'Ops raise rev themselves; this does it for direct SQL, so that a delete by someone who saw the older row is refused.';

create or replace trigger touch before update on public.employees for each row
  when (new.rev = old.rev and (new.institution, new.name, new.discord, new.rank, new.fields, new.points)
    is distinct from (old.institution, old.name, old.discord, old.rank, old.fields, old.points))
  execute function private.touch_employee();
