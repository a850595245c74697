import { guarded } from './rule.ts'

const [calls, facts, version, retired] = [
  'sql/66_doctor.sql',
  'sql/64_catalogue.sql',
  'sql/99_version.sql',
  'sql/09_retired.sql',
]
const checks = 'local/doctor/checks'
const everyState = 'make the same database as an installation'

/** What `npm run doctor` finds, and updates of `sql/`. */
export const doctor = [
  ...guarded('tests/sql/doctor.spec.ts', [
    {
      name: 'what the doctor rehearses stays',
      file: calls,
      from: "    raise sqlstate 'DOCTR' using message = 'never kept';\n",
      to: '',
      test: 'rehearse a week that moves the version by one, and of which nothing stays',
    },
    {
      name: 'every person may look at all of the database',
      file: 'sql/20_permissions.sql',
      from: "is distinct from 'superuser'",
      to: 'is null',
      test: 'are a superuser’s',
    },
    {
      name: 'the root is compared with itself',
      file: calls,
      from: "'recomputed', private.live_root()",
      to: "'recomputed', ''",
      test: 'tell the head as it is stored and as its leaves make it',
    },
    {
      name: 'a function that nobody closed looks closed',
      file: facts,
      from: "coalesce(p.proacl, acldefault('f', p.proowner))",
      to: 'p.proacl',
      test: 'see what somebody changes in the database',
    },
    {
      name: 'a trigger that is off looks like one that works',
      file: facts,
      from: "case t.tgenabled when 'O' then '' else ' (off)' end",
      to: "''",
      test: 'see what somebody changes in the database',
    },
    {
      name: 'what an older version sealed otherwise stays so',
      file: version,
      from: '  perform private.mark(unsound);\n',
      to: '',
      test: 'seals again what an earlier version made otherwise, once',
    },
  ]),
  ...guarded('tests/sql/upgrades.spec.ts', [
    {
      name: 'a function of an earlier version stays beside its successor',
      file: retired,
      from: 'drop function if exists private.view_of(uuid, uuid[]);\n',
      to: '',
      test: `from 87ec66d of 2026-11-22 ${everyState}`,
    },
    {
      name: 'a column that came later is in new clouds only',
      file: 'sql/03_places.sql',
      from: 'alter table public.cities add column if not exists place int check (place > 0);\n',
      to: `do $$ begin if to_regclass('public.heads') is null then alter table public.cities add column if not exists place int check (place > 0);
        else alter table public.cities add column if not exists place int; end if; end $$;\n`,
      test: `from 9dedeb9 of 2026-11-22 ${everyState}`,
    },
  ]),
  ...guarded('tests/local/doctor.spec.ts', [
    {
      name: 'a policy besides is no fault',
      file: `${checks}/catalogue.ts`,
      from: "isFault: ({ kind, value }) => kind === 'policy' || value === 'off'",
      to: "isFault: ({ value }) => value === 'off'",
      test: 'a policy that shows every row of the poll to everybody fails that check and no other',
    },
    {
      name: 'what is otherwise counts as there',
      file: 'local/doctor/compare.ts',
      from: 'if (value === fact.value) return []',
      to: 'if (value !== null) return []',
      test: 'a table without row level security fails that check and no other',
    },
    {
      name: 'strangers are not tried',
      file: `${checks}/stranger.ts`,
      from: 'status < 300 && !(Array.isArray(json) && json.length === 0)',
      to: 'status < 200 && !(Array.isArray(json) && json.length === 0)',
      test: 'a call that anon may make fails that check and no other',
    },
    {
      name: 'an older sql/ passes',
      file: `${checks}/catalogue.ts`,
      from: 'if (has === wants) return',
      to: 'if (has <= wants) return',
      test: 'an old version of sql/ fails that check and no other',
    },
    {
      name: 'any clock will do',
      file: `${checks}/settings.ts`,
      from: 'const mostSkew = 30_000',
      to: 'const mostSkew = 3_000_000',
      test: 'a clock that is ten minutes off fails that check and no other',
    },
    {
      name: 'broken archives are not looked at',
      file: `${checks}/rehearsed.ts`,
      from: 'if (archives.broken.length > 0)',
      to: 'if (archives.broken.length > 999)',
      test: 'an archive that somebody changed fails its check and no other',
    },
    {
      name: 'a check that could not be made counts as passed',
      file: 'local/doctor/main.ts',
      from: "findings.every(({ outcome }) => outcome.is === 'ok')",
      to: "findings.every(({ outcome }) => outcome.is !== 'failed')",
      test: 'sql/ from before the doctor leaves open what it cannot tell, and is no pass',
    },
    {
      name: 'the session of the doctor stays',
      file: 'local/doctor/run.ts',
      from: '    await link.signOut()\n',
      to: '',
      test: 'passes a cloud that is as it should be, and leaves it so',
    },
  ]),
  ...guarded('tests/tooling/deploy.spec.ts', [
    {
      name: 'the guide to deploying gives other headers than the code',
      file: 'local/headers.ts',
      from: "'referrer-policy': 'no-referrer'",
      to: "'referrer-policy': 'same-origin'",
      test: 'gives nginx the headers that the embedded cloud sends',
    },
  ]),
]
