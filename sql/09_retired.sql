-- What earlier versions made and this one does not: it would stay beside its successor, or stand in its way.
drop function if exists private.ledger_text(uuid, bigint);
drop function if exists private.leaf_text(text, uuid, text, bigint);
-- Two of a name, the second with one more argument that has a default: a call of the first could mean either.
drop function if exists private.view_of(uuid, uuid[]);

-- Once a set of rows, now one: what is returned cannot be replaced.
do $$ begin
  if exists (select from pg_proc p where p.oid = to_regprocedure('private.ledger_head(uuid, int)') and p.proretset) then
    drop function private.ledger_head(uuid, int);
  end if;
end $$;
