import { guarded } from './rule.ts'

const [redact, find, erase, calls] = [
  'sql/67_redact.sql',
  'sql/68_find_person.sql',
  'sql/69_erase_person.sql',
  'sql/70_erase_calls.sql',
]
const everywhere =
  'leaves no name, nick or column anywhere in the database; points stay sums, hashes are sound, and it is one version'
const onDevice = 'after the next sync nothing on a device has the name, and its old archive files are gone'

/** Erasing a person. */
export const privacy = [
  ...guarded('tests/sql/erase.spec.ts', [
    {
      name: 'whoever is signed in erases people',
      file: calls,
      from: '  perform private.require_superuser();\n  if cardinality(employees)',
      to: '  if cardinality(employees)',
      test: 'is for superusers, and so is the search',
    },
    {
      name: 'admins search everybody’s archives',
      file: find,
      from: '  perform private.require_superuser();\n  if length(wanted) < 2 then',
      to: '  if length(wanted) < 2 then',
      test: 'is for superusers, and so is the search',
    },
    {
      name: 'a name in capitals or without marks stays in a reason',
      file: erase,
      from: 'update public.point_entries e set reason = private.redact(e.reason, pattern)',
      to: 'update public.point_entries e set reason = e.reason',
      test: everywhere,
    },
    {
      name: 'the audit log keeps the name',
      file: erase,
      from: 'set old = private.nameless(l.old), new = private.nameless(l.new)',
      to: 'set old = l.old, new = l.new',
      test: everywhere,
    },
    {
      name: 'old verdicts keep what they told of the person',
      file: erase,
      from: 'update public.applied_ops o set result = private.without_facts(o.result, ids, facts, pattern)',
      to: 'update public.applied_ops o set result = o.result',
      test: everywhere,
    },
    {
      name: 'the points of an erased row stay in an archive’s sum without it',
      file: redact,
      from: "case when c.key = 'PUNCTAJ' then c.value",
      to: "case when c.key = 'RANK' then c.value",
      test: everywhere,
    },
    {
      name: 'a rewritten archive keeps the path of its old file',
      file: erase,
      from: 'path = private.archive_path(a.city_name, a.institution_name, a.at), uploaded_at = null',
      to: 'uploaded_at = null',
      test: everywhere,
    },
    {
      name: 'the index keeps the hash of the old document',
      file: erase,
      from: "  perform private.mark(array(select distinct 'archives:' || x.institution",
      to: "  perform (array(select distinct 'archives:' || x.institution",
      test: everywhere,
    },
    {
      name: 'a preview erases',
      file: calls,
      from: 'if coalesce(dry, false) then',
      to: 'if false then',
      test: everywhere,
    },
    {
      name: 'an erasure notes itself each time it is asked for',
      file: erase,
      from: "if exists (select from jsonb_each_text(done) d where d.value <> '0') then",
      to: 'if true then',
      test: 'twice is once: nothing changes, and nothing more is noted',
    },
    {
      name: 'a namesake loses the name, too',
      file: redact,
      from: "'{NUME IC,DISCORD,by}') end)",
      to: "'{by}') end)",
      test: 'touches nobody else: namesakes stay, rows that were not chosen stay, two letters are no name',
    },
  ]),
  ...guarded('tests/sql/erasedAfter.spec.ts', [
    {
      name: 'an erased person is created again',
      file: 'sql/32_op_employee.sql',
      from: 'elsif exists (select from private.erased_people where employee = fresh.id) then',
      to: 'elsif false then',
      test: 'what comes later about that person is refused, and nothing brings them back',
    },
    {
      name: 'nobody is told that an edit was about an erased person',
      file: 'sql/37_whose.sql',
      from: `then '{"erased": true}'::jsonb`,
      to: `then '{}'::jsonb`,
      test: 'what comes later about that person is refused, and nothing brings them back',
    },
    {
      name: 'a restore brings an erased person back',
      file: 'sql/42_restore.sql',
      from: ' and p.id not in (select x.employee from private.erased_people x)',
      to: '',
      test: 'what comes later about that person is refused, and nothing brings them back',
    },
    {
      name: 'a night brings an erased person back',
      file: 'sql/63_restore_night.sql',
      from: ' and p.id not in (select x.employee from private.erased_people x)',
      to: '',
      test: 'what comes later about that person is refused, and nothing brings them back',
    },
    {
      name: 'an import brings an erased person back',
      file: 'sql/45_import_archives.sql',
      from: 'if erased is not null then',
      to: 'if false then',
      test: 'what comes later about that person is refused, and nothing brings them back',
    },
    {
      name: 'anybody rewrites an archive',
      file: 'sql/05_archives.sql',
      from: '       or not private.is_erasing() then',
      to: '       or false then',
      test: 'is the only way to rewrite an archive or a log, while it lasts',
    },
    {
      name: 'anybody rewrites a log',
      file: 'sql/08_journal.sql',
      from: '  if not private.is_erasing() then',
      to: '  if false then',
      test: 'is the only way to rewrite an archive or a log, while it lasts',
    },
    {
      name: 'the way stays open after an erasure',
      file: redact,
      from: 'where txid = txid_current())',
      to: 'where txid <= txid_current()) or exists (select from private.erased_people)',
      test: 'is the only way to rewrite an archive or a log, while it lasts',
    },
    {
      name: 'every signed-in person removes files',
      file: calls,
      from: "private.role_of(auth.uid()) = 'superuser' and exists",
      to: 'exists',
      test: 'the replaced files are removed by superusers only, and nobody else’s are',
    },
    {
      name: 'superusers remove any file',
      file: calls,
      from: 'exists (select from private.erased_files f where f.path = p_path)\n     and not',
      to: 'not',
      test: 'the replaced files are removed by superusers only, and nobody else’s are',
    },
  ]),
  ...guarded('tests/sync/erase.spec.ts', [
    {
      name: 'old archive files stay on a device',
      file: 'src/db/apply.ts',
      from: 'db.files.bulkDelete(prepared.replaced ?? []),',
      to: '',
      test: onDevice,
    },
    {
      name: 'a device does not forget what hangs on an erased person',
      file: 'src/db/apply.ts',
      from: 'if (erased.length > 0) await forgetErased(db, erased, erasedNames)',
      to: '',
      test: onDevice,
    },
    {
      name: 'what changed names the erased person',
      file: 'src/db/prepare.ts',
      from: 'changes: withoutNames(changes, erasedNames)',
      to: 'changes',
      test: onDevice,
    },
    {
      name: 'a file that was on its way is kept',
      file: 'src/db/files.ts',
      from: '(known.get(id) ?? sha256) === sha256',
      to: 'sha256 !== null',
      test: 'a file that was on its way when its archive was rewritten is not kept',
    },
    {
      name: 'the old file stays in storage',
      file: 'src/sync/erasing.ts',
      from: '  await cloud.removeFiles(paths)\n',
      to: '',
      test: 'the old file leaves storage, the new one takes its place under a path of its own',
    },
  ]),
]
