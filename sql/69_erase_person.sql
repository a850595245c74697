-- The erasure itself: one transaction, one version, one audit entry without the name.

create or replace function private.known_of(ids uuid[], chosen jsonb, out names text[], out facts text[])
language sql stable set search_path = '' as $$
  with rows as (
    select jsonb_build_object('name', e.name, 'discord', e.discord, 'fields', e.fields) as doc from public.employees e where e.id = any (ids)
    union all
    select d.doc from public.audit_log l cross join lateral (values (l.old), (l.new)) d (doc)
     where l.subject = any (ids) and jsonb_typeof(d.doc) = 'object'
    union all
    select jsonb_build_object('name', f.name, 'discord', f.discord, 'fields', (a.body::jsonb -> 'rows' -> (f.pos - 1))
             - '{NUME IC,DISCORD,RANK,ROLE,PUNCTAJ,ULTIMA_MOD}'::text[])
      from public.archives a cross join lateral private.archive_faces(a.body::jsonb) f
     where f.employee = any (ids) or exists (select from jsonb_to_recordset(chosen) c (archive uuid, "row" int) where c.archive = a.id and c."row" = f.pos)
  ), words as (
    select x.key in ('name', 'discord') as is_name, x.value from rows r cross join lateral jsonb_each_text(r.doc - 'fields') x
     where x.key in ('name', 'discord') or x.key like 'fields.%'
    union
    select false, x.value from rows r
     cross join lateral jsonb_each_text(case when jsonb_typeof(r.doc -> 'fields') = 'object' then r.doc -> 'fields' else '{}' end) x
  )
  select coalesce(array_agg(distinct w.value) filter (where w.is_name and w.value <> ''), '{}'),
         coalesce(array_agg(distinct w.value) filter (where not w.is_name and w.value <> ''), '{}') from words w
$$;
comment on function private.known_of(uuid[], jsonb) is
  'What people are or were called, and what stands or stood in their columns: by rosters, archives and the audit log.';

create or replace function private.erase_rows(ids uuid[]) returns uuid[]
language plpgsql set search_path = '' as $$
declare
  held public.employees;
  places uuid[] := '{}';
begin
  for held in select * from public.employees e where e.id = any (ids) order by e.id loop
    places := places || held.institution;
    if held.points > 0 then                                 -- the ledger stays the sum of its roster
      perform private.write_entries(i, '{"reason": ""}', 'set', null, jsonb_build_array(
        jsonb_build_object('employee', held.id, 'delta', -held.points, 'effective', -held.points)))
        from public.institutions i where i.id = held.institution;
    end if;
    delete from public.employees e where e.id = held.id;
  end loop;
  insert into private.erased_people (employee) select distinct unnest(ids) on conflict do nothing;
  return places;
end $$;
comment on function private.erase_rows(uuid[]) is 'People leave their rosters, and are remembered as erased; the institutions that they left.';

create or replace function private.erase_from_ledgers(ids uuid[], pattern text, loose text, out entries int, out texts int)
language plpgsql set search_path = '' as $$
declare
  n int;
begin
  update public.point_entries e set reason = '' where e.employee = any (ids) and e.reason <> '';
  get diagnostics entries = row_count;
  update public.point_entries e set reason = private.redact(e.reason, pattern)
   where e.reason <> '' and e.reason is distinct from private.redact(e.reason, pattern);
  get diagnostics texts = row_count;
  update public.employees e set fields = private.redact_json(e.fields, pattern), rev = e.rev + 1, touched = clock_timestamp()
   where normalize(e.fields::text, NFC) ~ loose and e.fields <> private.redact_json(e.fields, pattern);
  get diagnostics n = row_count;
  texts := texts + n;
end $$;
comment on function private.erase_from_ledgers(uuid[], text, text) is
  'Reasons of the people''s own entries go; where others'' reasons and columns name them stands […].';

create or replace function private.erase_from_archives(ids uuid[], chosen jsonb, pattern text, loose text, out archives int, out rows int)
language plpgsql set search_path = '' as $$
declare
  a public.archives;
  doc jsonb;
  fresh jsonb;
  places int[];
  theirs uuid[];
  rewritten uuid[] := '{}';
begin
  archives := 0;
  rows := 0;
  for a in select * from public.archives x
            where x.id in (select c.archive from jsonb_to_recordset(chosen) c (archive uuid))
               or exists (select from unnest(ids) i where strpos(x.body, i::text) > 0) or normalize(x.body, NFC) ~ loose
            order by x.id loop
    doc := a.body::jsonb;
    select array_agg(f.pos), array_agg(f.employee) into places, theirs from private.archive_faces(doc) f
     where (f.name <> '' or f.discord <> '')
       and exists (select from jsonb_to_recordset(chosen) c (archive uuid, "row" int) where c.archive = a.id and c."row" = f.pos);
    fresh := private.erased_doc(doc, coalesce(places, '{}'), ids || coalesce(theirs, '{}'), pattern);
    continue when fresh = doc;
    fresh := fresh || jsonb_build_object('revised_at', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
    -- A stored file cannot be replaced: the new text gets a path of its own, the old file is removed.
    insert into private.erased_files (path) values (a.path) on conflict do nothing;
    update public.archives x set body = fresh::text, sha256 = private.hash_of(fresh::text), bytes = octet_length(fresh::text),
      path = private.archive_path(a.city_name, a.institution_name, a.at), uploaded_at = null where x.id = a.id;
    rewritten := rewritten || a.id;
    archives := archives + 1;
    rows := rows + coalesce(cardinality(places), 0);
  end loop;
  perform private.mark(array(select distinct 'archives:' || x.institution from public.archives x where x.id = any (rewritten) and x.kind <> 'backup'));
  update public.applied_ops o set result = o.result || jsonb_build_object('archive', private.archive_row(x))
    from public.archives x where x.id = any (rewritten) and o.result -> 'archive' ->> 'id' = x.id::text;
end $$;
comment on function private.erase_from_archives(uuid[], jsonb, text, text) is
  'Rewrites every document, backups too, that has one of the chosen rows, an entry with a reason about the people, or names them; with hash, size and path.';

create or replace function private.without_facts(result jsonb, ids uuid[], facts text[], pattern text) returns jsonb
language sql immutable set search_path = '' as $$
  select result || jsonb_build_object('theirs', (
    select coalesce(jsonb_object_agg(t.key, case
      when t.key = 'people' then (t.value - (ids::text[]))
      when t.key = 'by' then t.value
      when t.key like 'fields.%' and t.value #>> '{}' = any (facts) then '"[…]"'
      else private.redact_json(t.value, pattern) end), '{}') from jsonb_each(result -> 'theirs') t))
$$;
comment on function private.without_facts(jsonb, uuid[], text[], text) is 'An old verdict on an op, without what it told of the people.';

create or replace function private.erase_from_logs(ids uuid[], facts text[], pattern text, loose text) returns int
language plpgsql set search_path = '' as $$
declare
  n int;
  total int := 0;
begin
  update public.audit_log l set old = private.nameless(l.old), new = private.nameless(l.new)
   where l.subject = any (ids) and l.action <> 'person.erase' and (l.old, l.new) is distinct from (private.nameless(l.old), private.nameless(l.new));
  get diagnostics n = row_count;
  total := total + n;
  -- Somebody else of that very name keeps it.
  update public.audit_log l set old = private.redact_json(l.old, pattern, '{name,discord,by}'), new = private.redact_json(l.new, pattern, '{name,discord,by}')
   where normalize(coalesce(l.old::text, '') || coalesce(l.new::text, ''), NFC) ~ loose
     and (l.old, l.new) is distinct from (private.redact_json(l.old, pattern, '{name,discord,by}'), private.redact_json(l.new, pattern, '{name,discord,by}'));
  get diagnostics n = row_count;
  total := total + n;
  update public.applied_ops o set result = private.without_facts(o.result, ids, facts, pattern)
   where jsonb_typeof(o.result -> 'theirs') = 'object' and o.result <> private.without_facts(o.result, ids, facts, pattern);
  get diagnostics n = row_count;
  total := total + n;
  update public.sync_log l set error_message = private.redact(l.error_message, pattern)
   where l.error_message is distinct from private.redact(l.error_message, pattern);
  get diagnostics n = row_count;
  total := total + n;
  update public.notifications m set payload = private.redact_json(m.payload, pattern, '{by}')
   where normalize(m.payload::text, NFC) ~ loose and m.payload <> private.redact_json(m.payload, pattern, '{by}');
  get diagnostics n = row_count;
  update public.settings s set force_reason = private.redact(s.force_reason, pattern)
   where s.force_reason <> private.redact(s.force_reason, pattern);
  return total + n;
end $$;
comment on function private.erase_from_logs(uuid[], text[], text, text) is 'Audit log, verdicts, sync log, notifications and the words of the last force.';

create or replace function private.erase(ids uuid[], chosen jsonb, reason text) returns jsonb
language plpgsql set search_path = '' as $$
declare
  known record := private.known_of(ids, chosen);
  pattern text := private.name_pattern(known.names, true);
  loose text := private.name_pattern(known.names, false);
  places uuid[];
  ledgers record;
  papers record;
  logs int;
  done jsonb;
begin
  insert into private.erasing (txid) values (txid_current());
  places := private.erase_rows(ids);
  ledgers := private.erase_from_ledgers(ids, pattern, loose);
  papers := private.erase_from_archives(ids, chosen, pattern, loose);
  logs := private.erase_from_logs(ids, known.facts, pattern, loose);
  delete from private.erasing where txid = txid_current();
  done := jsonb_build_object('people', cardinality(places), 'entries', ledgers.entries, 'texts', ledgers.texts,
    'archives', papers.archives, 'rows', papers.rows, 'logs', logs);
  if exists (select from jsonb_each_text(done) d where d.value <> '0') then
    perform private.audit('person.erase', null, places[1], ids[1], null, done || jsonb_build_object('reason', coalesce(private.redact(reason, pattern), '')));
  end if;
  return done;
end $$;
comment on function private.erase(uuid[], jsonb, text) is 'Takes people out of everything that the database holds, and counts what it changed.';
