-- The worker's calls: spread what happened over the people who want to know, claim one mail under a lease, say how it ended.

create or replace function private.mail_tries() returns int
language sql immutable set search_path = '' as $$ select 20 $$;
comment on function private.mail_tries() is 'After so many attempts, about three days, a mail is given up.';

create or replace function private.mail_pause(attempts int) returns interval
language sql immutable set search_path = '' as $$
  select least(interval '1 minute' * 2 ^ (attempts - 1), interval '6 hours')
$$;
comment on function private.mail_pause(int) is 'How long a mail waits after its n-th attempt: 1, 2, 4 … minutes, 6 hours at most.';

create or replace function private.mail_open(taken bigint[]) returns void
language sql set search_path = '' as $$
  -- Whoever got a mail of this kind less than ten minutes ago gets the next one when they are over, with what came meanwhile in it.
  insert into public.mail_deliveries (user_id, kind, next_at)
  select p.id, k.kind, greatest(clock_timestamp(), (select max(d.done_at) + interval '10 minutes' from public.mail_deliveries d
      where d.user_id = p.id and d.kind = k.kind and d.state = 'sent'))
    from (select distinct n.kind from public.notifications n where n.id = any (taken)) k, public.profiles p
   where private.mail_wanted(p.id, k.kind) and not exists (select from public.mail_deliveries d
      where d.user_id = p.id and d.kind = k.kind and d.state = 'waiting' and d.attempts = 0)
$$;
comment on function private.mail_open(bigint[]) is 'Makes a mail for each person and kind that has none which still takes more.';

create or replace function public.mail_spread() returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  taken bigint[];
begin
  perform private.require_service();
  update public.settings set mail_at = clock_timestamp() where mail_at is null or mail_at < clock_timestamp() - interval '1 minute';
  -- One worker at a time, and while none claims: a mail takes more only until it is claimed.
  lock table public.mail_deliveries in share row exclusive mode;
  taken := array(select n.id from public.notifications n where n.sent_at is null order by n.id for update);
  update public.notifications set sent_at = clock_timestamp() where id = any (taken);
  -- What is older than a week is no news: a cloud that gets its first worker does not tell its whole past.
  taken := array(select n.id from public.notifications n where n.id = any (taken) and n.at > clock_timestamp() - interval '7 days');
  perform private.mail_open(taken);
  insert into public.mail_items (notification, user_id, delivery)
  select n.id, d.user_id, d.id from public.notifications n
    join public.mail_deliveries d on d.kind = n.kind and d.state = 'waiting' and d.attempts = 0
   where n.id = any (taken)
  on conflict do nothing;
  return jsonb_build_object('notifications', cardinality(taken));
end $$;
comment on function public.mail_spread() is
  'RPC for the mail worker: new notifications go into one open mail per person and kind. sent_at of a notification = it is in the outbox.';

create or replace function private.mail_line(n public.notifications) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('at', private.ms(n.at), 'by', left(n.payload ->> 'by', 200),
    'reason', left(n.payload ->> 'reason', 500), 'name', left(n.payload ->> 'name', 200), 'day', left(n.payload ->> 'day', 40),
    'failures', case when jsonb_typeof(n.payload -> 'failures') = 'array' then (
      select jsonb_agg(jsonb_build_object('name', left(f.value ->> 'name', 200), 'error', left(f.value ->> 'error', 300)))
        from jsonb_array_elements(n.payload -> 'failures') with ordinality f where f.ordinality <= 20) end,
    'failed', case when jsonb_typeof(n.payload -> 'failures') = 'array' then jsonb_array_length(n.payload -> 'failures') end,
    'city', a.city_name, 'institution', a.institution_name, 'employees', a.employees, 'points', a.points))
    from (select 1) one left join public.archives a on a.path = n.payload ->> 'path'
$$;
comment on function private.mail_line(public.notifications) is
  'What a mail tells of one notification. Names of places are those of the archive: it outlives them.';

create or replace function private.mail_body(d public.mail_deliveries) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('id', d.id, 'attempt', d.attempts, 'kind', d.kind, 'zone', (select s.zone from public.settings s),
    'to', c.choice -> 'address', 'locale', c.choice -> 'locale',
    'count', (select count(*) from public.mail_items i where i.delivery = d.id),
    'lines', coalesce((select jsonb_agg(private.mail_line(n) order by n.id) from (
      select x.* from public.mail_items i join public.notifications x on x.id = i.notification
       where i.delivery = d.id order by x.id desc limit 50) n), '[]'))
    from (select private.mail_choice_of(d.user_id) as choice) c
$$;
comment on function private.mail_body(public.mail_deliveries) is 'A mail as the worker gets it: to whom, how many things it tells, the last 50 of them.';

create or replace function public.mail_claim(lease_seconds int default 300) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  moment timestamptz := clock_timestamp();
  claimed public.mail_deliveries;
begin
  perform private.require_service();
  update public.mail_deliveries d set state = 'dropped', done_at = moment
   where d.state = 'waiting' and d.next_at <= moment and not private.mail_wanted(d.user_id, d.kind);
  -- Each attempt has ended in silence: whoever claimed it died of it, or before it.
  update public.mail_deliveries d set state = 'failed', done_at = moment
   where d.state = 'waiting' and d.next_at <= moment and d.attempts >= private.mail_tries();
  update public.mail_deliveries d
     set attempts = d.attempts + 1, next_at = moment + make_interval(secs => greatest(10, least(lease_seconds, 3600)))
   where d.id = (select x.id from public.mail_deliveries x where x.state = 'waiting' and x.next_at <= moment
                  order by x.next_at, x.id limit 1 for update skip locked)
  returning d.* into claimed;
  return case when claimed.id is not null then private.mail_body(claimed) end;
end $$;
comment on function public.mail_claim(int) is
  'RPC for the mail worker: one mail that is due, for nobody else to send until the lease is over; null when there is none. Who is no admin any more, or has turned the kind off, gets nothing.';

create or replace function public.mail_done(delivery uuid, attempt int, outcome text, error text default '') returns jsonb
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
declare
  held public.mail_deliveries;
  ends text;
begin
  perform private.require_service();
  if outcome is null or outcome not in ('sent', 'failed', 'retry') then
    raise exception 'bad_op' using errcode = '22023';
  end if;
  select * into held from public.mail_deliveries d where d.id = mail_done.delivery for update;
  -- A mail that went out has gone out, also after its lease; everything else is said by who holds the lease.
  if held.state = 'waiting' and (outcome = 'sent' or held.attempts = attempt) then
    ends := case when outcome = 'retry' and attempt < private.mail_tries() then 'waiting'
                 when outcome = 'sent' then 'sent' else 'failed' end;
    update public.mail_deliveries d set state = ends, error = left(coalesce(mail_done.error, ''), 500),
      done_at = case when ends <> 'waiting' then clock_timestamp() end,
      next_at = case when ends = 'waiting' then clock_timestamp() + private.mail_pause(attempt) else d.next_at end
     where d.id = held.id
    returning * into held;
  end if;
  return jsonb_build_object('state', held.state);
end $$;
comment on function public.mail_done(uuid, int, text, text) is
  'RPC for the mail worker: how an attempt ended, sent | failed (for good) | retry. Answers with the mail''s state by now.';
