-- Attaches the triggers of 12 and 13 to every leaf table.
do $$
declare
  leaf record;
begin
  for leaf in select * from (values
    ('cities', 'cities'), ('institutions', 'institutions'), ('employees', 'employees'), ('point_entries', 'entries'),
    ('archives', 'archives'), ('profiles', 'people'), ('permissions', 'people')) t (tab, what)
  loop
    -- The upload note of an archive is bookkeeping: its update neither waits for the head nor marks anything.
    execute format('create or replace trigger a_head before insert or delete %s on public.%I
      for each statement execute function private.take_head()',
      case when leaf.tab = 'archives' then '' else 'or update' end, leaf.tab);
    execute format('create or replace trigger b_insert after insert on public.%I referencing new table as n
      for each statement execute function private.dirty_%s()', leaf.tab, leaf.what);
    execute format('create or replace trigger b_delete after delete on public.%I referencing old table as o
      for each statement execute function private.dirty_%s()', leaf.tab, leaf.what);
    if leaf.tab <> 'archives' then
      execute format('create or replace trigger b_update after update on public.%I
        referencing old table as o new table as n
        for each statement execute function private.dirty_%s()', leaf.tab, leaf.what);
    end if;
    execute format('create or replace trigger c_truncate before truncate on public.%I
      for each statement execute function private.refuse()', leaf.tab);
  end loop;
end $$;
