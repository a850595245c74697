import { guarded } from './rule.ts'

const [employee, moved] = ['sql/32_op_employee.sql', 'sql/33_op_employee_place.sql']

/** What `sync_push` makes of people. */
export const cloudPeople = [
  ...guarded('tests/sql/employees.spec.ts', [
    {
      name: 'the first points of somebody are in no ledger',
      file: employee,
      from: 'if fresh.points > 0 then',
      to: 'if false then',
      test: 'are created with the id that the device chose, their points in the ledger',
    },
    {
      name: 'an edit goes over the value of somebody else',
      file: employee,
      from: 'elsif private.same(now_value, edit.value -> 0) then',
      to: 'elsif true then',
      test: 'are edited three ways, field by field, all or nothing',
    },
    {
      name: 'an edit that wants what stands there clashes',
      file: employee,
      from: 'if private.same(now_value, new_value) then',
      to: 'if false then',
      test: 'are edited three ways, field by field, all or nothing',
    },
    {
      name: 'an edit with a clash is made in part',
      file: employee,
      from: "if theirs <> '{}' then",
      to: "if theirs <> '{}' and becomes = '{}' then",
      test: 'are edited three ways, field by field, all or nothing',
    },
    {
      name: 'nothing and empty text are two values',
      file: employee,
      from: `case when b is null or b in ('null', '""') then 'null' else b end`,
      to: `coalesce(b, 'null')`,
      test: 'keep values of columns that are gone, out of sight, and take no new ones',
    },
    {
      name: 'a value is kept for a column that is gone',
      file: employee,
      from: 'if lost is not null then',
      to: 'if false then',
      test: 'keep values of columns that are gone, out of sight, and take no new ones',
    },
    {
      name: 'a row grows without end',
      file: employee,
      from: 'where not f.is_full or columns ? f.key',
      to: 'where true',
      test: 'make room for a value when those of columns that are gone fill the row',
    },
    {
      name: 'edits of others count as seen',
      file: moved,
      from: "and a.user_id = auth.uid() and a.status = 'applied'",
      to: "and a.status = 'applied'",
      test: 'are deleted by who saw the row, own later ops counted in',
    },
    {
      name: 'own edits of other people count as seen',
      file: moved,
      from: ' and e.id = any (a.touched)',
      to: '',
      test: 'are deleted by who saw the row, own later ops counted in',
    },
    {
      name: 'the points of who moves stay in the old ledger',
      file: moved,
      from: 'if held.points > 0 then       -- the points go along',
      to: 'if false then       -- the points go along',
      test: 'leave a ledger that adds up when they go or move, and take their points along',
    },
    {
      name: 'the points of who is deleted stay in the ledger',
      file: moved,
      from: 'if held.points > 0 then\n    perform private.write_entries(place,',
      to: 'if false then\n    perform private.write_entries(place,',
      test: 'leave a ledger that adds up when they go or move, and take their points along',
    },
    {
      name: 'somebody is deleted whom others have changed since',
      file: moved,
      from: "elsif not private.seen_row(held, op) then\n    return private.conflict('changed_since', jsonb_build_object('rev', held.rev, 'points'",
      to: "elsif false then\n    return private.conflict('changed_since', jsonb_build_object('rev', held.rev, 'points'",
      test: 'are deleted by who saw the row, own later ops counted in',
    },
    {
      name: 'somebody is moved whom others have changed since, at the cloud',
      file: moved,
      from: "elsif not private.seen_row(held, op) then\n    return private.conflict('changed_since', jsonb_build_object('rev', held.rev));",
      to: "elsif false then\n    return private.conflict('changed_since', jsonb_build_object('rev', held.rev));",
      test: 'move between places that are there, seen as they are',
    },
  ]),
]
