-- One op: known already? allowed at all? then its own function, in its own savepoint.

create or replace function private.run_op(op jsonb, online boolean) returns jsonb
language plpgsql set search_path = '' as $$
begin
  return case op ->> 'kind'
    when 'points.add' then private.op_points_add(op)
    when 'points.undo' then private.op_points_undo(op)
    when 'employee.create' then private.op_employee_create(op)
    when 'employee.edit' then private.op_employee_edit(op)
    when 'employee.move' then private.op_employee_move(op)
    when 'employee.delete' then private.op_employee_delete(op)
    when 'city.create' then private.op_city_create(op)
    when 'city.rename' then private.op_city_rename(op)
    when 'city.order' then private.op_city_order(op)
    when 'city.delete' then private.op_city_delete(op)
    when 'institution.create' then private.op_institution_create(op)
    when 'institution.rename' then private.op_institution_rename(op)
    when 'institution.order' then private.op_institution_order(op)
    when 'institution.ranks' then private.op_institution_ranks(op)
    when 'institution.columns' then private.op_institution_columns(op)
    when 'institution.delete' then private.op_institution_delete(op)
    when 'points.reset' then case when online then private.op_points_reset(op) end
    when 'points.restore' then case when online then private.op_points_restore(op) end
    when 'night.restore' then case when online then private.op_night_restore(op) end
  end;
end $$;
comment on function private.run_op(jsonb, boolean) is 'Finds the function of an op; null for an unknown kind.';

create or replace function private.invalid(op_id text, code text) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', op_id, 'status', 'invalid', 'code', code)
$$;
comment on function private.invalid(text, text) is 'Verdict: this op can never be applied.';

create or replace function private.try_op(op jsonb, online boolean, out verdict jsonb, out settled boolean)
language plpgsql set search_path = '' as $$
declare
  message text;
begin
  settled := true;
  begin
    verdict := private.with_whose(op, private.run_op(op, online));
    if verdict is null then
      verdict := private.invalid(op ->> 'id', 'unknown_kind');
      settled := false;                                     -- a newer cloud may know it
    end if;
  exception when others then
    -- The transaction's own trouble (deadlock, disk, cancelled) says nothing about the op.
    -- A fault of ours is the caller's to see when there is nothing but this op.
    if left(sqlstate, 2) in ('40', '53', '55', '57') or online and left(sqlstate, 2) not in ('22', '23') then
      raise;
    end if;
    get stacked diagnostics message = message_text;
    settled := left(sqlstate, 2) in ('22', '23');           -- anything else is a fault of ours: it is tried again
    verdict := case when not settled then jsonb_build_object('status', 'failed', 'code', 'server_fault')
      when sqlstate = '23505' then private.conflict('name_taken')
      else private.invalid(op ->> 'id', case when message = 'too_large' or sqlstate = '22003' then 'too_large' else 'bad_op' end) end;
    if not settled then
      raise warning 'op % failed: % (%)', op ->> 'id', message, sqlstate;
    end if;
  end;
end $$;
comment on function private.try_op(jsonb, boolean) is 'Runs one op in a savepoint; settled = the verdict is for good.';

create or replace function private.push_one(raw json, p_device uuid, online boolean) returns jsonb
language plpgsql set search_path = '' as $$
declare
  op jsonb;
  op_id uuid;
  op_hash text;
  known public.applied_ops;
  done record;
begin
  begin
    op := raw::jsonb;                                       -- NUL and lone surrogates stop here, not the whole call
    op_id := (op ->> 'id')::uuid;
  exception when data_exception then
    null;
  end;
  if op_id is null or jsonb_typeof(op) <> 'object' then
    return private.invalid(substring(raw::text from '"id"\s*:\s*"([0-9a-fA-F-]{36})"'), 'bad_op');
  elsif op ->> 'user' is distinct from auth.uid()::text then
    return jsonb_build_object('id', op_id, 'status', 'denied', 'code', 'other_user');
  end if;
  op_hash := private.hash_of(op::text);
  select * into known from public.applied_ops where id = op_id;
  if known.id is not null then
    return case when known.user_id = auth.uid() and known.hash = op_hash
      then jsonb_build_object('id', op_id, 'status', 'duplicate', 'first', known.result)
        || case when known.version is null then '{}' else jsonb_build_object('version', known.version) end
      else private.invalid(op_id::text, 'op_reused') end;
  end if;
  select * into done from private.try_op(op, online);
  done.verdict := jsonb_build_object('id', op_id) || done.verdict;
  -- Of who has no profile, or none any more, nothing is kept: neither can anything of theirs be applied.
  if done.settled and private.role_of(auth.uid()) is not null then
    insert into public.applied_ops (id, user_id, kind, hash, status, touched, result, device_id)
    values (op_id, auth.uid(), op ->> 'kind', op_hash, done.verdict ->> 'status',
      coalesce((select array_agg(t::uuid) from jsonb_array_elements_text(done.verdict -> 'touched') t), '{}'),
      done.verdict - 'touched', p_device);
  end if;
  return done.verdict - 'touched';
end $$;
comment on function private.push_one(json, uuid, boolean) is 'Decides one op, once and for ever.';
