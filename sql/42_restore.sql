create or replace function private.archived_people(doc jsonb)
returns table (pos bigint, id uuid, name text, discord text, rank int, fields jsonb, points int)
language sql stable set search_path = '' as $$
  select r.ordinality, (doc -> 'ids' -> 'employees' ->> (r.ordinality - 1)::int)::uuid,
         left(private.clean(coalesce(r.value ->> 'NUME IC', '')), 200), left(private.clean(coalesce(r.value ->> 'DISCORD', '')), 200),
         case when r.value ->> 'RANK' ~ '^\s*[0-9]{1,4}\s*$' then (r.value ->> 'RANK')::int end,
         private.fields_field((select jsonb_object_agg(f.key, left(f.value, 200)) from jsonb_each_text(r.value) f
           where f.value is not null and f.key not in ('DISCORD', 'NUME IC', 'RANK', 'ROLE', 'PUNCTAJ', 'ULTIMA_MOD'))),
         case when r.value ->> 'PUNCTAJ' ~ '^\s*[0-9]{1,9}(\.0*)?\s*$' then (r.value ->> 'PUNCTAJ')::numeric::int else 0 end
    from jsonb_array_elements(case when jsonb_typeof(doc -> 'rows') = 'array' then doc -> 'rows' else '[]' end) with ordinality r
   where jsonb_typeof(r.value) = 'object'
$$;
comment on function private.archived_people(jsonb) is 'People of an archive, this program''s or the old one''s (whose rows have no ids).';

create or replace function private.identified_people(doc jsonb, p_institution uuid) returns jsonb
language sql volatile set search_path = '' as $$
  with old as (
    select p.*, row_number() over (partition by private.fold(p.name), private.fold(p.discord) order by p.pos) as twin
      from private.archived_people(doc) p
  ), here as (
    select e.id, private.fold(e.name) as name, private.fold(e.discord) as discord,
           row_number() over (partition by private.fold(e.name), private.fold(e.discord) order by e.id) as twin
      from public.employees e where e.institution = p_institution
  )
  select coalesce(jsonb_agg(to_jsonb(o) || jsonb_build_object('id', coalesce(o.id, h.id, gen_random_uuid()))), '[]')
    from old o
    left join here h on o.id is null and h.name = private.fold(o.name) and h.discord = private.fold(o.discord) and h.twin = o.twin
$$;
comment on function private.identified_people(jsonb, uuid) is
  'The same with an id each: their own, else of the person of that name and nick (twins in order), else a new one.';

create or replace function private.take_back(p_people jsonb, i public.institutions, p_replace boolean) returns void
language plpgsql set search_path = '' as $$
begin
  if p_replace then
    delete from public.employees e where e.institution = i.id
      and e.id not in (select (p ->> 'id')::uuid from jsonb_array_elements(p_people) p);
  end if;
  -- Somebody who works elsewhere by now stays there; somebody who was erased never comes back.
  insert into public.employees as e (id, institution, name, discord, rank, fields, points)
  select distinct on (p.id) p.id, i.id, p.name, p.discord, p.rank, p.fields, p.points
    from jsonb_to_recordset(p_people) p (pos bigint, id uuid, name text, discord text, rank int, fields jsonb, points int)
   where (p.name <> '' or p.discord <> '') and p.id not in (select x.employee from private.erased_people x)
   order by p.id, p.pos
  on conflict (id) do update
    set points = excluded.points, rank = excluded.rank, fields = excluded.fields, rev = e.rev + 1, touched = clock_timestamp()
    where e.institution = i.id;
end $$;
comment on function private.take_back(jsonb, public.institutions, boolean) is
  'People of an archive get its points, rank and fields; missing ones come back; replace: the others go.';

create or replace function private.op_points_restore(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  source public.archives;
  s record;
  i public.institutions;
  made public.archives;
begin
  select * into source from public.archives where id = (op ->> 'archive')::uuid;
  if source.id is null then
    return private.conflict('archive_gone');
  end if;
  select * into s from private.closable(op || jsonb_build_object('institution', source.institution));
  if s.refusal is not null then
    return s.refusal;
  end if;
  i := s.place;
  made := private.make_archive(i, 'before_restore');
  perform private.take_back(private.identified_people(source.body::jsonb, i.id), i, op -> 'replace' = 'true');
  update public.institutions set period = period + 1 where id = i.id returning * into i;
  perform private.write_entries(i, op, 'restore', null, coalesce((
    select jsonb_agg(jsonb_build_object('employee', e.id, 'delta', e.points, 'effective', e.points))
      from public.employees e where e.institution = i.id and e.points > 0), '[]'));
  perform private.audit('points.restore', (op ->> 'id')::uuid, i.id, source.id,
    jsonb_build_object('period', i.period - 1, 'points', made.points, 'path', made.path),
    jsonb_build_object('period', i.period, 'from', source.path));
  perform private.note('restore', jsonb_build_object('institution', i.id, 'by', private.actor(), 'path', source.path));
  return private.applied('{}', jsonb_build_object('archive', private.archive_row(made)));
end $$;
comment on function private.op_points_restore(jsonb) is
  'points.restore, online only: the ledger of the new period opens with what everybody has.';
