import { guarded } from './rule.ts'

const sql = 'sql/56_audit.sql'

/** The journal: one entry an action, for good, readable, found by an index. */
export const audit = [
  ...guarded('tests/sql/audit.spec.ts', [
    {
      name: 'an op is in the journal twice',
      file: 'sql/34_op_city.sql',
      from: "  perform private.audit('city.create', (op ->> 'id')::uuid,",
      to: "  perform private.audit('city.create', (op ->> 'id')::uuid, null, new_id, null, null);\n  perform private.audit('city.create', (op ->> 'id')::uuid,",
      test: 'has exactly one entry for every kind of op, none for its second arrival, and none for what was refused',
    },
    {
      name: 'a forced sync is not in the journal',
      file: 'sql/54_force.sql',
      from: "  perform private.audit('force_sync', null, null, null, null,\n    jsonb_build_object(",
      to: '  perform (select jsonb_build_object(',
      test: 'has exactly one entry for every reset, restore, import, erasure, right, setting and force',
    },
    {
      name: 'the owner may rewrite the journal',
      file: 'sql/08_journal.sql',
      from: 'create or replace trigger append_only before delete or truncate on public.audit_log',
      to: 'create or replace trigger append_only before truncate on public.audit_log',
      test: 'is written by nobody but the calls: no grant, and a trigger that stops the owner too',
    },
    {
      name: 'everybody reads the journal',
      file: sql,
      from: 'end;\n  page public.audit_log[];\n  names jsonb;\nbegin\n  perform private.require_admin();',
      to: 'end;\n  page public.audit_log[];\n  names jsonb;\nbegin\n  perform private.require_user();',
      test: 'is read by admins only',
    },
    {
      name: 'people who went with their institution have no names',
      file: sql,
      from: 'else private.archived_names(gone, places) || known end',
      to: 'else known end',
      test: 'names places and people that are gone',
    },
    {
      name: 'who was deleted has no name',
      file: sql,
      from: "'employee.create', 'employee.edit', 'employee.delete', 'city.create'",
      to: "'city.create'",
      test: 'names places and people that are gone',
    },
    {
      name: 'the actions of a group narrow nothing',
      file: sql,
      from: 'wanted is null or a.action = any (wanted)',
      to: 'true',
      test: 'is narrowed by actions, person, place, subject and time, and goes on before an id',
    },
  ]),
  ...guarded('tests/sql/journalSize.spec.ts', [
    {
      name: 'a person’s entries are looked for in the whole journal',
      file: sql,
      from: "a.user_id = (filter ->> 'user')::uuid",
      to: "a.user_id::text = filter ->> 'user'",
      test: 'is not read as a whole for a person',
    },
    {
      name: 'failures are looked for in the whole log',
      file: 'sql/08_journal.sql',
      from: "create index if not exists sync_log_status on public.sync_log (status, id desc) where status <> 'success';",
      to: '',
      test: 'of syncs is not read as a whole for the failures',
    },
  ]),
  ...guarded('tests/domain/audit.spec.ts', [
    {
      name: 'an action has no words',
      file: 'src/domain/audit.ts',
      from: "    'institution.ranks',\n",
      to: '',
      test: 'belong to every action that sql/ writes, and to no other',
    },
    {
      name: 'rights that stayed are told as changed',
      file: 'src/domain/auditRights.ts',
      from: '    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))',
      to: '',
      test: 'of rights tells by place what somebody may do, before and after',
    },
    {
      name: 'settings that stayed are told as changed',
      file: 'src/domain/auditChange.ts',
      from: '    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))',
      to: '',
      test: 'of settings tells only what is other than before',
    },
    {
      name: 'the last day of a journal’s filter does not count',
      file: 'src/domain/journalFilter.ts',
      from: 'to: endOfDay(to)',
      to: 'to: startOfDay(to)',
      test: 'is asked of the cloud as actions and as moments, the last day whole',
    },
  ]),
  ...guarded('tests/components/adminPages.spec.ts', [
    {
      name: 'a file of the journal holds only what is shown',
      file: 'src/composables/useJournal.ts',
      from: 'if (page.length < exportSize || found.length >= mostExported) return found',
      to: 'return found',
      test: 'is exported whole, not only what is shown, and runs nothing in a spreadsheet',
    },
    {
      name: 'the second page of a journal is the first again',
      file: 'src/composables/useJournal.ts',
      from: 'const page = await ask({ limit: pageSize, ...(before !== undefined && { before }) })',
      to: 'const page = await ask({ limit: pageSize })',
      test: 'goes on before the last line, and ends',
    },
    {
      name: 'a place that is gone is a link',
      file: 'src/components/admin/AuditList.vue',
      from: 'line.institution !== null && here.has(line.institution)',
      to: 'line.institution !== null',
      test: 'leads to a place that there still is, and to nothing where it is gone',
    },
  ]),
]
