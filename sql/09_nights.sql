-- What each night's backup consists of. Bookkeeping: none of these moves the version.
create table if not exists public.nights (
  night date primary key,
  zone text not null,
  at timestamptz not null,
  version bigint not null,
  copied int not null default 0,
  kept int not null default 0,
  failed int not null default 0,
  done_at timestamptz,
  pruned_at timestamptz
);
comment on table public.nights is
  'One row per local day that has had its backup, which is what makes it exactly one. failed > 0 and done_at null: tried again at the next call.';

create table if not exists public.night_cities (
  night date not null references public.nights on delete cascade,
  city uuid not null,
  name text not null,
  place int,
  primary key (night, city)
);
comment on table public.night_cities is 'The cities of a night, so that a deleted one comes back as it was.';

create table if not exists public.night_places (
  night date not null references public.nights on delete cascade,
  institution uuid not null,
  city uuid not null,
  name text not null,
  ranks jsonb not null,
  columns jsonb not null,
  period int not null,
  place int,
  fingerprint varchar(64) not null,
  archive uuid references public.archives on delete cascade,
  primary key (night, institution)
);
comment on table public.night_places is
  'The institutions of a night, each with the backup that holds its people: that of an earlier night while nothing has changed, null when it held nobody.';
create index if not exists night_places_archive on public.night_places (archive);
create index if not exists night_places_institution on public.night_places (institution, night desc);
create index if not exists archives_backups on public.archives (institution, at desc) where kind = 'backup';
