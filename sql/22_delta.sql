-- What changed for this person and device. STABLE: every query inside sees the one snapshot of the calling statement.

create or replace function private.delta(
  p_since bigint, p_root text, p_pending uuid[], p_keep uuid[], p_budget int) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  me uuid := auth.uid();
  head public.sync_metadata;
  force public.sync_metadata;
  forked boolean;
  since bigint;
  answer jsonb;
begin
  -- Here, so that it holds for the answers to writes too.
  if cardinality(p_pending) > 20000 or cardinality(p_keep) > 20000 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  select * into head from public.sync_metadata where sync_key = 'global_version';
  select * into force from public.sync_metadata where sync_key = 'force_sync';
  forked := coalesce(p_since, 0) > 0 and not exists (
    select from public.heads where version = p_since and root = p_root);
  since := case when forked then 0 else greatest(coalesce(p_since, 0), 0) end;

  with news as materialized (
    select v.sync_key, v.version, v.hash, v.kind, v.bytes, case when v.kind = 'directory' then 1 else 2 end as place
      from private.view_of(me, p_keep, since) v where since > 0 or v.hash <> ''
    union all
    select m.sync_key, m.version, m.data_hash, 'me', l.bytes, 0
      from public.sync_metadata m join public.leaf_bodies l using (sync_key)
     where m.sync_key = 'me:' || me and m.version > since and (since > 0 or m.data_hash <> '')
  ), ledgers as materialized (
    select * from private.bodies_of((select array_agg(n.sync_key) from news n where n.kind = 'ledger' and n.hash <> ''), since)
  ), sized as (
    select n.*, coalesce(octet_length(g.body), n.bytes) as size, g.body as ledger from news n left join ledgers g using (sync_key)
  ), budgeted as (
    select z.*, sum(z.size) over (order by z.place, z.sync_key collate "C") <= p_budget as fits from sized z
  )
  select jsonb_build_object(
    'entries', coalesce((select jsonb_agg(jsonb_build_object('key', sync_key, 'version', version, 'hash', hash, 'bytes', size)
       order by place, sync_key collate "C") from sized), '[]'),
    'bodies', coalesce((select jsonb_object_agg(b.sync_key, coalesce(b.ledger, l.body))
       from budgeted b join public.leaf_bodies l using (sync_key) where b.fits and b.hash <> ''), '{}'))
    into answer;

  return answer || jsonb_build_object(
    'since', since, 'version', head.version, 'root', head.data_hash,
    'view_root', private.view_root(me, p_keep, head.data_hash), 'epoch', force.version, 'nonce', force.data_hash,
    'forked', forked,
    'force', case when force.version > 0 then jsonb_build_object('by', force.last_modified_by,
       'at', private.ms(force.last_modified_at), 'reason', (select force_reason from public.settings)) end,
    'changed', case when head.version > 0 then jsonb_build_object('by', head.last_modified_by,
       'at', private.ms(head.last_modified_at)) end,
    'spread_ms', private.spread(force.last_modified_at),
    'min_client', (select version from public.sync_metadata where sync_key = 'min_client'),
    'policy', (select policy from public.settings), 'now', private.ms(clock_timestamp()),
    'contained', coalesce((select jsonb_agg(o.id order by o.id) from public.applied_ops o
       where o.id = any (p_pending) and o.user_id = me and o.status = 'applied'), '[]'),
    'foreign', head.version - since > (select count(distinct o.version) from public.applied_ops o
       where o.id = any (p_pending) and o.user_id = me and o.status = 'applied' and o.version > since))
    || coalesce((select jsonb_build_object('erased', jsonb_agg(e.employee order by e.employee))
         from private.erased_people e where e.version > since having count(*) > 0), '{}');
end $$;
comment on function private.delta(bigint, text, uuid[], uuid[], int) is
  'Entries newer than since, bodies up to the budget (me and directory first), and the head they belong to.';

create or replace function private.spread(forced_at timestamptz) returns int
language sql stable set search_path = '' as $$
  select case when forced_at > clock_timestamp() - interval '1 minute'
    then floor(random() * least(5000, 20 * (select count(*) from public.devices where seen_at > now() - interval '10 minutes')))::int
    else 0 end
$$;
comment on function private.spread(timestamptz) is
  'A random wait for this device, so that everybody forced at once does not ask for everything at once.';

create or replace function public.sync_delta(
  since bigint default 0, root text default null, pending uuid[] default '{}', keep uuid[] default null,
  budget int default 1000000) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_user();
  return private.delta(since, root, pending, keep, least(greatest(coalesce(budget, 0), 0), 8000000));
end $$;
comment on function public.sync_delta(bigint, text, uuid[], uuid[], int) is 'RPC: what is new since a head, from one snapshot.';

create or replace function public.sync_pull(keys text[], since bigint default 0) returns json
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
  me uuid := private.require_user();
begin
  if cardinality(keys) > 20000 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  return (
    with seen as (
      select v.sync_key, v.version, v.hash from private.view_of(me, null) v
       where v.sync_key in (select k from unnest(keys) k) and v.hash <> ''
      union all
      select m.sync_key, m.version, m.data_hash from public.sync_metadata m
       where m.sync_key = 'me:' || me and m.sync_key = any (keys) and m.data_hash <> ''
    )
    select coalesce(json_agg(json_build_object('key', s.sync_key, 'version', s.version, 'hash', s.hash, 'body', b.body)
             order by s.sync_key collate "C"), '[]')
      from seen s join private.bodies_of((select array_agg(sync_key) from seen), coalesce(sync_pull.since, 0)) b using (sync_key));
end $$;
comment on function public.sync_pull(text[], bigint) is 'RPC: bodies of permitted leaves; unknown and forbidden keys are left out.';
