-- A device that twice got bytes of another hash asks the cloud to look at its own copy.

create or replace function private.is_sound(key text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  wanted text := (select m.data_hash from public.sync_metadata m where m.sync_key = key);
  place record;
  batch record;
  tip text;
begin
  if key not like 'ledger:%' then
    return wanted = coalesce((select private.hash_of(l.body) from public.leaf_bodies l where l.sync_key = key), '')
      and wanted = (select b.hash from private.build_leaf(key) b);
  end if;
  select i.id, i.period into place from public.institutions i where i.id = split_part(key, ':', 2)::uuid;
  tip := private.hash_of(place.id || ':' || place.period);
  for batch in select b.body, b.hash from public.ledger_batches b
                where b.institution = place.id and b.period = place.period order by b.n loop
    tip := private.hash_of(tip || E'\n' || batch.body);
    if tip <> batch.hash then
      return false;
    end if;
  end loop;
  return coalesce(tip, '') = wanted;
end $$;
comment on function private.is_sound(text) is 'Whether the stored bytes of a leaf have its hash, and are what the tables say.';

create or replace function public.reseal(keys text[]) returns json
language plpgsql security definer set search_path = '' as $$
declare
  me uuid := private.require_user();
  key text;
  broken text[] := '{}';
begin
  if cardinality(keys) > 20 then
    raise exception 'too_large' using errcode = '22023';
  end if;
  perform private.lock_head();
  for key in select v.sync_key from private.view_of(me, null) v where v.sync_key = any (keys) and v.hash <> '' order by 1 loop
    if not private.is_sound(key) then
      broken := broken || key;
      delete from public.leaf_bodies l where l.sync_key = key;
      delete from public.ledger_batches b where key like 'ledger:%' and b.institution = split_part(key, ':', 2)::uuid;
      perform private.mark(array[key]);
    end if;
  end loop;
  perform private.seal();
  return json_build_object('resealed', to_json(broken));
end $$;
comment on function public.reseal(text[]) is
  'RPC: checks up to 20 leaves that the caller sees and rebuilds the broken ones, under a new version.';
