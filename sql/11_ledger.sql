-- Ledger leaves are chains: h0 = sha256("<institution>:<period>"), hk = sha256(h(k-1) LF batch k). Adding one costs one.

create or replace function private.ledger_head(
  p_institution uuid, p_period int, out n int, out hash text, out last_seq bigint, out bytes bigint)
language plpgsql stable set search_path = '' as $$
begin
  select b.n, b.hash, b.last_seq into n, hash, last_seq from public.ledger_batches b
   where b.institution = p_institution and b.period = p_period order by b.n desc limit 1;
  n := coalesce(n, 0);
  hash := coalesce(hash, private.hash_of(p_institution || ':' || p_period));
  last_seq := coalesce(last_seq, 0);
  select length('{"period":' || p_period || ',"from":0}') + 1 + coalesce(sum(b.bytes + 1), 0) into bytes
    from public.ledger_batches b where b.institution = p_institution and b.period = p_period;
end $$;
comment on function private.ledger_head(uuid, int) is 'Last link of a period''s chain and the size of its whole text.';

create or replace function private.entries_text(
  p_institution uuid, p_period int, after_seq bigint, out body text, out last_seq bigint)
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
begin
  select '[' || string_agg(e.line, ',' order by e.seq) || ']', max(e.seq) into body, last_seq
    from (select p.seq, (select row_to_json(x)::text from (select p.id, p.employee, p.delta, p.effective, p.reason, p.by,
                   p.user_id as "user", floor(extract(epoch from p.at) * 1000)::bigint as at,
                   floor(extract(epoch from p.client_at) * 1000)::bigint as client_at, p.op, p.kind) x) as line
            from public.point_entries p
           where p.institution = p_institution and p.period = p_period and p.seq > after_seq) e;
end $$;
comment on function private.entries_text(uuid, int, bigint) is 'Entries after a sequence number as one line of JSON; null when there is none.';

create or replace function private.batch_ledger(p_institution uuid, p_version bigint) returns void
language plpgsql set search_path = '' as $$
declare
  p_period int;
  tip record;
  fresh record;
begin
  select period into p_period from public.institutions where id = p_institution;
  -- Batches of closed periods have done their duty; a second seal of one transaction rewrites that version's batch.
  delete from public.ledger_batches
   where institution = p_institution and (period is distinct from p_period or version = p_version);
  if p_period is null then
    return;
  end if;
  select * into tip from private.ledger_head(p_institution, p_period);
  select * into fresh from private.entries_text(p_institution, p_period, tip.last_seq);
  if fresh.body is not null then
    insert into public.ledger_batches (institution, period, n, version, last_seq, bytes, hash, body)
    values (p_institution, p_period, tip.n + 1, p_version, fresh.last_seq, octet_length(fresh.body),
            private.hash_of(tip.hash || E'\n' || fresh.body), fresh.body);
  end if;
end $$;
comment on function private.batch_ledger(uuid, bigint) is 'Chains the entries that are in no batch yet as the batch of this version.';

create or replace function private.bodies_of(keys text[], since bigint)
returns table (sync_key varchar, body text)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  select l.sync_key, case when l.kind <> 'ledger' then l.body
           else '{"period":' || i.period || ',"from":' || b.held || E'}\n' || coalesce(b.later, '') end
    from public.leaf_bodies l
    left join public.institutions i on l.kind = 'ledger' and i.id = l.institution
    left join lateral (
      select count(*) filter (where x.version <= since) as held,
             string_agg(x.body || E'\n', '' order by x.n) filter (where x.version > since) as later
        from public.ledger_batches x where x.institution = i.id and x.period = i.period) b on l.kind = 'ledger'
   where l.sync_key in (select k from unnest(keys) k);
end $$;
comment on function private.bodies_of(text[], bigint) is
  'The texts of leaves for a device that is at since: of a ledger only the batches made later. One pass, nothing called per row.';
