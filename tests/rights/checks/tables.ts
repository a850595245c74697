import { everybody, service } from '../subjects.ts'
import { answer, type Check, type Outcome, refusal, same, text, type World } from '../world.ts'

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

/** An erasure, which the owner's functions do, rewrites what an archive says, and not what it is of. */
export const erasures: Check = async function* (world) {
  const [body, place] = await world.undone(async (query) => {
    await query('insert into private.erasing (txid) values (txid_current())')
    const attempt = async (statement: string): Promise<string> =>
      refusal((await query('select rights.attempt($1, null) as outcome', [statement]))[0]?.['outcome'] as Outcome)
    return [
      await attempt(`update public.archives set body = '{}'`),
      await attempt(`update public.archives set institution_name = 'Alta'`),
    ]
  })
  if (body !== '') yield `an erasure cannot rewrite an archive: ${body ?? ''}`
  if (place === '') yield 'an erasure may make an archive one of another place'
}
