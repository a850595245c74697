import { PGlite } from '@electric-sql/pglite'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { schemaFiles } from '../../sql/engines.ts'
import { plant } from '../../planted/plant.ts'

/** What of a response the app reads. */
export interface Answer {
  status: number
  text: string
}

export interface Asked {
  /** Whose token came along; null when none or a refused one did. */
  user: string | null
  method: string
  path: string
  query: string
  body: string
}

type Row = Record<string, unknown>

const refused = (status: number, message: string, code = ''): Answer => ({
  status,
  text: JSON.stringify({ code, message, details: null, hint: null }),
})

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
/** A value as it is written in a statement: one round trip into PGlite is several times cheaper than one with parameters. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return quoted(`{${value.map((item) => JSON.stringify(item)).join(',')}}`)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return quoted(typeof value === 'string' ? value : JSON.stringify(value))
}

const written = (text: string, values: unknown[]) =>
  text.replace(/\$(\d+)/g, (_, place: string) => literal(values[Number(place) - 1]))

const schemas = ['public', 'storage', 'auth']

/**
 * The project's SQL on PGlite, spoken to in this process: as PostgREST and Storage answer, as far as the app asks them.
 * `cloud.spec.ts` holds it against the embedded cloud.
 */
export class ModelCloud {
  private readonly lite: PGlite
  /** Parameters that are lists, as `function.parameter`: in JSON they look like any other. */
  private lists = new Set<string>()
  private tables: string[] = []
  private readonly saved = new Set<string>()

  private constructor(lite: PGlite) {
    this.lite = lite
  }

  static async open(): Promise<ModelCloud> {
    const lite = new PGlite()
    await lite.exec(await readFile(fileURLToPath(new URL('../../sql/stubs.sql', import.meta.url)), 'utf8'))
    await lite.exec(plant('sql', (await schemaFiles()).join('\n')))
    await lite.exec(
      'create table storage.files (name text primary key, text text); grant all on storage.files to public',
    )
    const cloud = new ModelCloud(lite)
    await cloud.sql('set synchronous_commit = off; set plan_cache_mode = force_generic_plan')
    const found = await cloud.sql<{ name: string }>(`
      select p.proname || '.' || a.name as name
        from pg_proc p, unnest(p.proargnames, p.proargtypes::oid[]) as a (name, type) join pg_type t on t.oid = a.type
       where p.pronamespace = 'public'::regnamespace and t.typcategory = 'A'`)
    cloud.lists = new Set(found.map((row) => row.name))
    return cloud
  }

  close(): Promise<void> {
    return this.lite.close()
  }

  /** One statement as the owner. */
  sql<T = Row>(text: string, values: unknown[] = []): Promise<T[]> {
    return this.run('postgres', '', written(text, values))
  }

  /** Keeps everything under a name, as a backup does. */
  async save(name: string): Promise<void> {
    if (!this.saved.has(name)) await this.prepareCopies(name)
    const moves = this.tables.map((table) => {
      const copy = copyOf(name, table)
      return `delete from ${copy}; insert into ${copy} select * from ${table};`
    })
    await this.sql(moves.join(' '))
  }

  /** Puts everything back as it was saved: rows, not sequences, and no trigger sees it. */
  async restore(name: string): Promise<void> {
    const moves = this.tables.map(
      (table) => `delete from ${table}; insert into ${table} select * from ${copyOf(name, table)};`,
    )
    await this.sql(`set local session_replication_role = replica; ${moves.join(' ')}`)
  }

  private async prepareCopies(name: string): Promise<void> {
    const found = await this.sql<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname = any ($1)`,
      [schemas],
    )
    this.tables = found.map((row) => row.name)
    const copies = this.tables.map((table) => `create table ${copyOf(name, table)} (like ${table});`)
    await this.sql(`create schema ${name}; ${copies.join(' ')}`)
    this.saved.add(name)
  }

  /** Answers one request of the app. */
  async answer(asked: Asked): Promise<Answer> {
    const { user, path } = asked
    if (user === null) return refused(401, 'JWT expired', 'PGRST301')
    const ask = <T>(text: string, ...values: unknown[]) =>
      this.run<T>('authenticated', JSON.stringify({ sub: user, role: 'authenticated' }), written(text, values))
    try {
      if (path.startsWith('/rest/v1/rpc/')) return await this.rpc(ask, path.slice('/rest/v1/rpc/'.length), asked.body)
      if (path === '/rest/v1/sync_metadata') return await poll(ask, asked.query)
      return await object(ask, asked)
    } catch (error) {
      return refusal(error, path.startsWith('/storage/'))
    }
  }

  private async rpc(ask: Ask, name: string, body: string): Promise<Answer> {
    const args = Object.entries(JSON.parse(body) as Row)
    const named = args.map(([key], index) => `${key} => $${String(index + 1)}`).join(', ')
    const values = args.map(([key, value]) =>
      Array.isArray(value) && !this.lists.has(`${name}.${key}`) ? JSON.stringify(value) : value,
    )
    const [row] = await ask<{ text: string | null }>(`select public.${name}(${named})::text as text`, ...values)
    return ok(row?.text ?? 'null')
  }

  /** Statements of one transaction. @returns the rows of the last one */
  private async run<T>(role: string, claims: string, text: string): Promise<T[]> {
    const results = await this.lite.exec(
      `select set_config('role', ${quoted(role)}, false), set_config('request.jwt.claims', ${quoted(claims)}, false); ${text}`,
    )
    return (results.at(-1)?.rows ?? []) as T[]
  }
}

/** Runs a statement as whoever asks. */
type Ask = <T>(text: string, ...values: unknown[]) => Promise<T[]>

const ok = (text = ''): Answer => ({ status: 200, text })

async function poll(ask: Ask, query: string): Promise<Answer> {
  const [, keys = '', columns = '*'] = /sync_key=in\.\(([^)]*)\)&select=(.*)/.exec(query) ?? []
  const text = `select coalesce(json_agg(m), '[]')::text as text
    from (select ${columns} from public.sync_metadata where sync_key = any ($1)) m`
  const [row] = await ask<{ text: string }>(text, keys.split(','))
  return ok(row?.text)
}

async function object(ask: Ask, { method, path, body }: Asked): Promise<Answer> {
  const name = decodeURIComponent(path.replace(/^\/storage\/v1\/object\/(authenticated\/)?arhiva\//, ''))
  if (method === 'GET') {
    const [row] = await ask<{ text: string }>(
      `select f.text from storage.objects o join storage.files f using (name) where o.bucket_id = 'arhiva' and o.name = $1`,
      name,
    )
    return row ? ok(row.text) : stored(404, 'not_found', 'Object not found')
  }
  await ask(
    `insert into storage.objects (bucket_id, name, metadata) values ('arhiva', $1, $2); insert into storage.files values ($1, $3)`,
    name,
    { size: Buffer.byteLength(body) },
    body,
  )
  return ok(JSON.stringify({ Key: `arhiva/${name}` }))
}

const copyOf = (name: string, table: string) => `${name}.${table.replace('.', '_')}`

/** Storage wraps its refusals: HTTP 400, the real status in the body. */
const stored = (status: number, error: string, message: string): Answer => ({
  status: 400,
  text: JSON.stringify({ statusCode: String(status), error, message }),
})

const statuses: readonly (readonly [RegExp, number])[] = [
  [/^42501$/, 403],
  [/^42883$/, 404],
  [/^(40|5[458])/, 500],
  [/^53/, 503],
]

function refusal(error: unknown, isStorage: boolean): Answer {
  const { code = '', message } = error as Error & { code?: string }
  if (code === '23505') return stored(409, 'Duplicate', 'The resource already exists')
  if (isStorage && code === '42501') return stored(403, 'Unauthorized', message)
  const own = /^PT(\d{3})$/.exec(code)?.[1]
  return refused(Number(own ?? statuses.find(([pattern]) => pattern.test(code))?.[1] ?? 400), message, code)
}
