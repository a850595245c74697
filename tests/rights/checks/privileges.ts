import type { Query } from '../../sql/engines.ts'
import { policyFunctions } from '../allowed.ts'
import { type Check, same } from '../world.ts'

/** What the catalogue says that nobody from outside may have, each kind with a query for `name`. */
const closed: Record<string, string> = {
  'privileges on tables': `
    select r.role || ' ' || p.privilege || ' ' || c.relname as name
      from pg_class c, unnest(array['anon', 'authenticated']) r (role),
           unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) p (privilege)
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
       and has_table_privilege(r.role, c.oid, p.privilege)
       and (r.role, p.privilege, c.relname) <> ('authenticated', 'select', 'sync_metadata') order by 1`,
  'privileges on sequences': `
    select c.relname as name from pg_class c, unnest(array['anon', 'authenticated']) r (role)
     where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace) and c.relkind = 'S'
       and has_sequence_privilege(r.role, c.oid, 'usage, select, update')`,
  'without row level security': `
    select relname as name from pg_class
     where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'p') and not relrowsecurity`,
  'policies for others than signed-in people': `
    select policyname as name from pg_policies where roles <> array['authenticated'::name] or permissive <> 'PERMISSIVE'`,
}

const namesOf = async (query: Query, statement: string, values?: unknown[]): Promise<string[]> =>
  (await query(statement, values)).map(({ name }) => String(name))

/** Functions of the schema `private` that somebody from outside may execute, but for those of the storage policies. */
export const openFunctions = (query: Query): Promise<string[]> =>
  namesOf(
    query,
    `select r.role || ' ' || p.oid::regprocedure as name from pg_proc p, unnest(array['anon', 'authenticated']) r (role)
      where p.pronamespace = 'private'::regnamespace and has_function_privilege(r.role, p.oid, 'execute')
        and not (r.role = 'authenticated' and p.proname = any ($1)) order by 1`,
    [policyFunctions],
  )

async function* openIn(query: Query): AsyncGenerator<string> {
  for (const [what, statement] of Object.entries(closed)) {
    const open = await namesOf(query, statement)
    if (open.length > 0) yield `${what}: ${open.join(', ')}`
  }
  const schemas = await namesOf(
    query,
    `select r.role || ' ' || p.privilege || ' ' || n.nspname as name from pg_namespace n,
            unnest(array['anon', 'authenticated']) r (role), unnest(array['usage', 'create']) p (privilege)
      where n.nspname in ('private', 'public') and has_schema_privilege(r.role, n.oid, p.privilege) order by 1`,
  )
  if (!same(schemas, ['anon usage public', 'authenticated usage public']))
    yield `privileges on schemas: ${schemas.join(', ')}`
}

/** Which privileges the roles of people have in the end, wherever they came from. */
export const privileges: Check = (world) => openIn(world.sql)

/** What somebody may have opened by hand, at the SQL editor or in the dashboard. */
const opened = `
  grant usage on schema private to public, anon, authenticated;
  grant all on all tables in schema public, private to public, anon, authenticated;
  grant all on all sequences in schema public to public, anon, authenticated;
  grant execute on all functions in schema public, private to public, anon, authenticated;
  do $$ declare t regclass; begin
    for t in select oid from pg_class where relkind = 'r' and relnamespace in ('public'::regnamespace, 'private'::regnamespace) loop
      execute format('alter table %s disable row level security', t);
    end loop;
  end $$;`

/** An update closes again what was opened by hand, as the files that close it at an installation are applied once more. */
export const reopened: Check = async function* (world) {
  const files = [...world.texts.values()].filter((text) => text.includes('revoke '))
  const wrong = await world.undone(async (query) => {
    for (const script of [opened, ...files]) await query('select rights.run($1)', [script])
    const found: string[] = []
    for await (const what of openIn(query)) found.push(what)
    return [...found, ...(await openFunctions(query)).map((name) => `may execute: ${name}`)]
  })
  for (const what of wrong) yield `after an update ${what}`
}
