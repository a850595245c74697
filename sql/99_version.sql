-- The last file: who reads this version has all of the others. It is raised with every change of sql/ that is given out; docs/deploy.md
-- says how to update.
do $$
declare
  current constant int := 2;
  unsound text[];
begin
  if (select s.schema_version from public.settings s) = current then
    return;
  end if;
  perform private.lock_head();
  -- What a body is made of may have changed: what older files sealed otherwise is sealed again, under one new version.
  unsound := array(select l.sync_key from public.leaf_bodies l where not private.is_sound(l.sync_key));
  delete from public.ledger_batches b where 'ledger:' || b.institution = any (unsound);
  perform private.mark(unsound);
  update public.settings set schema_version = current;
end $$;
