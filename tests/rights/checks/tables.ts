import { everybody, service } from '../subjects.ts'
import { answer, type Check, refusal, same, text, type World } from '../world.ts'

/** Tables with one of their columns, by the catalogue: a new one is here by itself. */
const tablesOf = (world: World) =>
  world.sql(
    `select c.relname as name, quote_ident(a.attname) as column from pg_class c
       join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
      where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace order by 1`,
  ) as unknown as Promise<{ name: string; column: string }[]>

/** One statement for each verb. A condition that holds nowhere would hide that a row could be written. */
const verbs = (table: string, column: string): Record<string, string> => ({
  select: `select to_jsonb(count(*)) from public.${table}`,
  insert: `insert into public.${table} default values`,
  update: `update public.${table} set ${column} = ${column}`,
  delete: `delete from public.${table}`,
  truncate: `truncate public.${table}`,
})

/** Nobody who comes from outside reads or writes a table, but for the rows of the poll. */
export const tables: Check = async function* (world) {
  for (const subject of everybody) {
    const cases = (await tablesOf(world)).flatMap(({ name, column }) =>
      Object.entries(verbs(name, column)).map(([verb, statement]) => ({ name, verb, statement })),
    )
    const outcomes = await world.attempt(
      subject,
      cases.map(({ statement }) => statement),
    )
    for (const [n, { name, verb }] of cases.entries()) {
      if (name === 'sync_metadata' && verb === 'select' && subject.as === 'authenticated') continue
      if (refusal(outcomes[n]) !== '42501') yield `${subject.name}: ${verb} of ${name} is not refused`
    }
  }
}

/** Of the one table that is read, everybody sees the rows that they poll. */
export const poll: Check = async function* (world) {
  for (const subject of everybody) {
    const outcome = await world.try(subject, `select jsonb_agg(sync_key order by sync_key) from public.sync_metadata`)
    const own = subject.role === null ? [] : [`me:${subject.id ?? ''}`]
    const wanted = subject.as === 'anon' ? null : ['force_sync', 'global_version', ...own, 'min_client']
    if (!same(answer(outcome), wanted)) yield `${subject.name} polls ${JSON.stringify(outcome)}`
  }
}

/** What may not even be done with the key of a server program: history stays as it is. */
const forbiddenToServers = (): Record<string, string> => ({
  ...Object.fromEntries(
    ['sync_log', 'audit_log'].flatMap((table) => [
      [`update ${table}`, `update public.${table} set id = id`],
      [`delete from ${table}`, `delete from public.${table}`],
    ]),
  ),
  ...Object.fromEntries(
    [
      'cities',
      'institutions',
      'employees',
      'point_entries',
      'archives',
      'profiles',
      'permissions',
      'sync_log',
      'audit_log',
    ].map((table) => [`truncate ${table}`, `truncate public.${table} cascade`]),
  ),
  'change an archive': `update public.archives set body = ${text('{}')}`,
})

export const servers: Check = async function* (world) {
  for (const [what, statement] of Object.entries(forbiddenToServers()))
    if (refusal(await world.try(service, statement)) === '') yield `service_role may ${what}`
  for (const statement of [
    `insert into public.cities (name) values ('Orașul unui program')`,
    'update public.archives set uploaded_at = now()',
  ])
    if (refusal(await world.try(service, statement)) !== '') yield `service_role may not: ${statement}`
}

/** Which privileges each of the three roles has in the end, wherever they came from. */
export const privileges: Check = async function* (world) {
  const open = await world.sql(
    `select r.role || ' ' || p.privilege || ' ' || c.relname as name
       from pg_class c, unnest(array['anon', 'authenticated']) r (role),
            unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p (privilege)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
        and has_table_privilege(r.role, c.oid, p.privilege) order by 1`,
  )
  const tablesOpen = open.map(({ name }) => name).filter((name) => name !== 'authenticated select sync_metadata')
  if (tablesOpen.length > 0) yield `privileges on tables: ${tablesOpen.join(', ')}`
  const sequences = await world.sql(
    `select c.relname as name from pg_class c, unnest(array['anon', 'authenticated']) r (role)
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'S'
        and has_sequence_privilege(r.role, c.oid, 'usage, select, update')`,
  )
  if (sequences.length > 0) yield `privileges on sequences: ${sequences.map(({ name }) => String(name)).join(', ')}`
  const bare = await world.sql(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity`,
  )
  if (bare.length > 0) yield `without row level security: ${bare.map(({ name }) => String(name)).join(', ')}`
  const policies = await world.sql(
    `select policyname as name from pg_policies where roles <> array['authenticated'::name] or permissive <> 'PERMISSIVE'`,
  )
  if (policies.length > 0)
    yield `policies for others than signed-in people: ${policies.map(({ name }) => String(name)).join(', ')}`
  yield* schemas(world)
}

async function* schemas(world: World): AsyncGenerator<string> {
  const open = await world.sql(
    `select r.role || ' ' || p.privilege || ' ' || n.nspname as name from pg_namespace n,
            unnest(array['anon', 'authenticated']) r (role), unnest(array['usage', 'create']) p (privilege)
      where n.nspname in ('private', 'public') and has_schema_privilege(r.role, n.oid, p.privilege) order by 1`,
  )
  const wanted = ['anon usage public', 'authenticated usage public']
  if (
    !same(
      open.map(({ name }) => name),
      wanted,
    )
  )
    yield `privileges on schemas: ${open.map(({ name }) => String(name)).join(', ')}`
}
