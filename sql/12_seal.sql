-- Sealing: every writing transaction makes exactly one version.

create or replace function private.lock_head(out version bigint, out root text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  select m.version, coalesce(m.data_hash, '') into version, root
    from public.sync_metadata m where m.sync_key = 'global_version' for update;
end $$;
comment on function private.lock_head() is
  'The first statement of every write: writers queue here, so that no two can wait for each other, and everything read later is current.';

create or replace function private.actor() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
  select coalesce((select name from public.profiles where id = auth.uid()), 'SQL'));
end $$;
comment on function private.actor() is 'Name of the person who acts; SQL for the owner at the database.';

create or replace function private.live_root() returns text
language plpgsql stable set search_path = '' as $$
begin
  return (
  select private.hash_of(coalesce(string_agg(sync_key || ' ' || data_hash || E'\n', '' order by sync_key collate "C"), ''))
    from public.sync_metadata
   where data_hash <> '' and sync_key not in ('global_version', 'force_sync', 'min_client')
     and sync_key not like 'me:%');
end $$;
comment on function private.live_root() is 'SHA-256 over "key SP hash LF" of all live leaves in C order.';

create or replace function private.seal_leaf(key text, next_version bigint) returns boolean
language plpgsql set search_path = '' as $$
declare
  leaf record;
  held public.leaf_bodies;
  changed boolean;
begin
  if key like 'ledger:%' then
    perform private.batch_ledger(split_part(key, ':', 2)::uuid, next_version);
  end if;
  select * into leaf from private.build_leaf(key);
  select * into held from public.leaf_bodies b where b.sync_key = key;
  changed := held.hash is distinct from leaf.hash
    or leaf.hash <> '' and held.city is distinct from leaf.city;      -- moved: other people see it now
  if held.sync_key is null and leaf.hash = '' then                    -- came and went in one transaction
    delete from public.sync_metadata m where m.sync_key = key;
    return false;
  end if;
  if changed then
    insert into public.leaf_bodies as b (sync_key, kind, institution, city, hash, bytes, body)
    values (key, leaf.kind, leaf.institution, leaf.city, leaf.hash, leaf.bytes, leaf.body)
    on conflict (sync_key) do update
      set hash = excluded.hash, bytes = excluded.bytes, body = excluded.body,
          city = coalesce(excluded.city, b.city);                     -- a tombstone keeps its place
  end if;
  update public.sync_metadata m
     set data_hash = leaf.hash,
         version = case when changed then next_version else m.version end,
         last_modified_by = case when changed then private.actor() else m.last_modified_by end,
         last_modified_at = case when changed then clock_timestamp() else m.last_modified_at end
   where m.sync_key = key;
  return changed;
end $$;
comment on function private.seal_leaf(text, bigint) is
  'Rebuilds one dirty leaf; true when it changed. A write that changed nothing leaves no trace.';

create or replace function private.seal() returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  head record;
  ours bigint;
  next_version bigint;
  key text;
  changed boolean := false;
begin
  head := private.lock_head();
  -- Sealed earlier in this transaction: that version is not visible to anybody yet, so it is reused.
  select h.version into ours from public.heads h
   where h.version = head.version and h.txid = txid_current() and h.at = now();
  next_version := coalesce(ours, head.version + 1);
  for key in select m.sync_key from public.sync_metadata m where m.data_hash is null order by 1 loop
    changed := private.seal_leaf(key, next_version) or changed;
  end loop;
  if not changed then
    return head.version;
  end if;
  update public.sync_metadata
     set version = next_version, data_hash = private.live_root(),
         last_modified_by = private.actor(), last_modified_at = clock_timestamp()
   where sync_key = 'global_version'
   returning data_hash into head.root;
  insert into public.heads (version, txid, root) values (next_version, txid_current(), head.root)
  on conflict (version) do update set root = excluded.root;
  return next_version;
end $$;
comment on function private.seal() is 'Gives all dirty leaves of this transaction one new version; returns the version that then holds.';

create or replace function private.seal_at_commit() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.sync_metadata where data_hash is null) then
    perform private.seal();
  end if;
  return null;
end $$;
comment on function private.seal_at_commit() is 'Seals what direct SQL left dirty, once, when the transaction commits.';

drop trigger if exists seal on public.sync_metadata;
create constraint trigger seal after insert or update on public.sync_metadata
  deferrable initially deferred for each row when (new.data_hash is null)
  execute function private.seal_at_commit();

create or replace function private.reseal() returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.lock_head();
  delete from public.ledger_batches;
  perform private.mark(array['directory']
    || array(select sync_key::text from public.leaf_bodies)
    || array(select 'me:' || id from public.profiles)
    || private.institution_keys(array(select id from public.institutions)));
end $$;
comment on function private.reseal() is
  'For the owner, by SQL: rebuilds every leaf from the tables. What is unchanged keeps its version; ledgers start over.';
