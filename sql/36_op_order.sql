-- The order of cities, and of a city's institutions. `old` = those that had a place, `new` = those that shall have one.

create or replace function private.order_verdict(op jsonb, here uuid[], now_order uuid[], out new_order uuid[], out verdict jsonb)
language plpgsql set search_path = '' as $$
declare
  wanted uuid[] := private.ordered_ids(private.pair(op -> 'order') -> 1, 1000);
  seen uuid[] := private.ordered_ids(op -> 'order' -> 0, 1000);
begin
  select coalesce(array_agg(x.id order by x.n), '{}') into new_order
    from unnest(wanted) with ordinality x (id, n) where x.id = any (here);
  if now_order <> new_order and now_order <> array(
       select x.id from unnest(seen) with ordinality x (id, n) where x.id = any (here) order by x.n) then
    verdict := private.conflict('clash', jsonb_build_object('order', to_jsonb(now_order)));
  end if;
end $$;
comment on function private.order_verdict(jsonb, uuid[], uuid[]) is
  'Three ways for an order. What no longer exists is no difference, what came meanwhile has no place yet and is none either.';

create or replace function private.op_city_order(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  now_order uuid[] := array(select id from public.cities where place is not null order by place, id);
  r record;
begin
  select * into r from private.order_verdict(op, array(select id from public.cities), now_order);
  if not private.can('edit') then
    return private.denied();
  elsif r.verdict is not null then
    return r.verdict;
  end if;
  update public.cities set place = array_position(r.new_order, id)
   where place is distinct from array_position(r.new_order, id);
  perform private.audit('city.order', (op ->> 'id')::uuid, null, null, to_jsonb(now_order), to_jsonb(r.new_order));
  return private.applied();
end $$;
comment on function private.op_city_order(jsonb) is 'city.order';

create or replace function private.op_institution_order(op jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  in_city uuid := (select id from public.cities where id = (op ->> 'city')::uuid);
  now_order uuid[] := array(select id from public.institutions where city = in_city and place is not null order by place, id);
  r record;
begin
  select * into r from private.order_verdict(op, array(select id from public.institutions where city = in_city), now_order);
  if in_city is null then
    return private.conflict('city_gone');
  elsif not private.can('edit', in_city) then
    return private.denied();
  elsif r.verdict is not null then
    return r.verdict;
  end if;
  update public.institutions set place = array_position(r.new_order, id)
   where city = in_city and place is distinct from array_position(r.new_order, id);
  perform private.audit('institution.order', (op ->> 'id')::uuid, null, in_city, to_jsonb(now_order), to_jsonb(r.new_order));
  return private.applied();
end $$;
comment on function private.op_institution_order(jsonb) is 'institution.order: the institutions of one city.';
