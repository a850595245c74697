-- Mail to admins: who wants what, and the outbox of the worker that sends it (docs/protocol.md, "Mail"). Bookkeeping: nothing of it
-- moves the version.
alter table public.settings add column if not exists mail_at timestamptz;
comment on column public.settings.mail_at is 'When a mail worker last asked for work; null when none ever did.';

create table if not exists public.mail_choices (
  user_id uuid primary key references public.profiles on delete cascade,
  kinds text[] not null,
  locale text not null check (locale in ('ro', 'en')),
  updated_at timestamptz not null default now()
);
comment on table public.mail_choices is 'What an admin has chosen to be told by mail, and in which language. No row: everything, in Romanian. No kinds: nothing.';

create table if not exists public.mail_deliveries (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles on delete cascade,
  kind text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'dropped')),
  attempts int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  done_at timestamptz,
  error text not null default ''
);
comment on table public.mail_deliveries is
  'One mail to one person; its id makes the Message-ID. Once claimed (attempts > 0) what it tells is fixed; while it is out, next_at is the end of the lease.';
create index if not exists mail_deliveries_person on public.mail_deliveries (user_id, kind);
create index if not exists mail_deliveries_due on public.mail_deliveries (next_at) where state = 'waiting';

create table if not exists public.mail_items (
  notification bigint not null references public.notifications on delete cascade,
  user_id uuid not null,
  delivery uuid not null references public.mail_deliveries on delete cascade,
  primary key (notification, user_id)
);
comment on table public.mail_items is 'Which notification reaches whom in which mail: each person once.';
create index if not exists mail_items_delivery on public.mail_items (delivery);

create or replace function private.mail_kinds() returns text[]
language sql immutable set search_path = '' as $$
  select array['force_sync', 'reset', 'restore', 'backup_failed', 'member_waiting']
$$;
comment on function private.mail_kinds() is 'Kinds of notifications that are told by mail, in the order of the settings page.';

create or replace function private.mail_wanted(p_user uuid, p_kind text) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from public.profiles p join auth.users u on u.id = p.id left join public.mail_choices c on c.user_id = p.id
     where p.id = p_user and p.role in ('superuser', 'admin') and coalesce(u.email, '') <> ''
       and p_kind = any (coalesce(c.kinds, private.mail_kinds())))
$$;
comment on function private.mail_wanted(uuid, text) is 'Whether a person is to get mails of a kind at this moment: an admin with an address who has not turned it off.';

create or replace function private.require_service() returns void
language plpgsql stable set search_path = '' as $$
begin
  if auth.uid() is not null then
    raise exception 'denied' using errcode = '42501';
  end if;
end $$;
comment on function private.require_service() is 'For calls of server programs, beside their grants: no person makes them.';

create or replace function private.mail_choice_of(p_user uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('address', coalesce(u.email, ''), 'kinds', to_jsonb(coalesce(c.kinds, private.mail_kinds())),
    'locale', coalesce(c.locale, 'ro'), 'running', coalesce(s.mail_at > clock_timestamp() - interval '15 minutes', false))
    from auth.users u left join public.mail_choices c on c.user_id = u.id, public.settings s
   where u.id = p_user
$$;
comment on function private.mail_choice_of(uuid) is 'What a person gets by mail, where to, and whether anybody sends mail at all.';

create or replace function public.mail_choice_get() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.mail_choice_of(private.require_admin());
end $$;
comment on function public.mail_choice_get() is 'RPC for admins: their own choice of mails.';

create or replace function public.mail_choice_set(kinds text[], locale text) returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_variable
declare
  me uuid := private.require_admin();
begin
  if cardinality(kinds) > 50 then
    raise exception 'too_large' using errcode = '22023';
  elsif kinds is null or not kinds <@ private.mail_kinds() or locale is null or locale not in ('ro', 'en') then
    raise exception 'bad_op' using errcode = '22023';
  end if;
  insert into public.mail_choices as c (user_id, kinds, locale)
  values (me, array(select k from unnest(private.mail_kinds()) with ordinality x (k, n) where k = any (kinds) order by n), locale)
  on conflict (user_id) do update set kinds = excluded.kinds, locale = excluded.locale, updated_at = now();
  return private.mail_choice_of(me);
end $$;
comment on function public.mail_choice_set(text[], text) is 'RPC for admins: replaces their own choice of mails.';
