-- Reset: archive, zero, next period. Restore: archive, take the old week back, next period.

create or replace function private.closable(op jsonb, out place public.institutions, out refusal jsonb)
language plpgsql set search_path = '' as $$
begin
  select * into place from public.institutions where id = (op ->> 'institution')::uuid;
  if place.id is null then
    refusal := private.conflict('institution_gone');
  elsif not private.can('reset', place.city, place.id) then
    refusal := private.denied();
  elsif place.period <> private.int_field(op -> 'period', 0, 2147483647) then
    refusal := private.conflict('already_reset', jsonb_build_object('period', place.period))
      || coalesce((select jsonb_build_object('archive', private.archive_row(a)) from public.archives a
           where a.institution = place.id and a.kind in ('reset', 'before_restore') and a.period = (op ->> 'period')::int
           order by a.at desc limit 1), '{}');
  end if;
end $$;
comment on function private.closable(jsonb) is
  'The institution whose period is to be closed, or why not; the second of two gets the archive of the first.';

create or replace function private.op_points_reset(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  s record;
  i public.institutions;
  made public.archives;
begin
  select * into s from private.closable(op);
  if s.refusal is not null then
    return s.refusal;
  end if;
  i := s.place;
  made := private.make_archive(i, 'reset');
  update public.employees set points = 0, rev = rev + 1, touched = clock_timestamp() where institution = i.id and points > 0;
  update public.institutions set period = period + 1 where id = i.id;
  perform private.audit('points.reset', (op ->> 'id')::uuid, i.id, made.id,
    jsonb_build_object('period', i.period, 'points', made.points), jsonb_build_object('period', i.period + 1, 'path', made.path));
  perform private.note('reset', jsonb_build_object('institution', i.id, 'by', private.actor(), 'path', made.path));
  return private.applied('{}', jsonb_build_object('archive', private.archive_row(made)));
end $$;
comment on function private.op_points_reset(jsonb) is 'points.reset, online only: the week goes into an archive, everybody starts at zero.';
