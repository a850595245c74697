import { PGlite } from '@electric-sql/pglite'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { schemaFiles } from '../../sql/engines.ts'
import { plant } from '../planted.ts'

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

const names = (args: object) =>
  Object.keys(args)
    .map((name, index) => `${name} => $${index + 1}`)
    .join(', ')

const isTextList = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string')
const bound = (value: unknown) =>
  value !== null && typeof value === 'object' && !isTextList(value) ? JSON.stringify(value) : value

const schemas = ['public', 'storage', 'auth']

/**
 * The project's SQL on PGlite, spoken to in this process: as PostgREST and Storage answer, as far as the app asks them.
 * `cloud.spec.ts` holds it against the embedded cloud.
 */
export class ModelCloud {
  private readonly lite: PGlite
  private user: string | null | undefined = undefined
  private tables: string[] = []

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
    return new ModelCloud(lite)
  }

  close(): Promise<void> {
    return this.lite.close()
  }

  /** One statement as the owner. */
  async sql<T = Row>(text: string, values: unknown[] = []): Promise<T[]> {
    await this.become(undefined)
    return (await this.lite.query<T>(text, values)).rows
  }

  /** Keeps everything under a name, as a backup does. */
  async save(name: string): Promise<void> {
    await this.become(undefined)
    const found = await this.lite.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname = any ($1)`,
      [schemas],
    )
    this.tables = found.rows.map((row) => row.name)
    const copies = this.tables.map((table) => `create table ${copyOf(name, table)} as table ${table};`)
    await this.lite.exec(`drop schema if exists ${name} cascade; create schema ${name}; ${copies.join(' ')}`)
  }

  /** Puts everything back as it was saved: rows, not sequences, and no trigger sees it. */
  async restore(name: string): Promise<void> {
    await this.become(undefined)
    const moves = this.tables.map(
      (table) => `delete from ${table}; insert into ${table} select * from ${copyOf(name, table)};`,
    )
    await this.lite.exec(`begin; set local session_replication_role = replica; ${moves.join(' ')} commit;`)
  }

  /** Answers one request of the app. */
  async answer(asked: Asked): Promise<Answer> {
    const { user, path } = asked
    if (user === null) return refused(401, 'JWT expired', 'PGRST301')
    try {
      await this.become(user)
      if (path.startsWith('/rest/v1/rpc/')) return await this.rpc(path.slice('/rest/v1/rpc/'.length), asked.body)
      if (path === '/rest/v1/sync_metadata') return await this.poll(asked.query)
      return await this.object(asked)
    } catch (error) {
      return refusal(error, path.startsWith('/storage/'))
    }
  }

  private async rpc(name: string, body: string): Promise<Answer> {
    const args = JSON.parse(body) as Record<string, unknown>
    const text = `select public.${name}(${names(args)})::text as text`
    const { rows } = await this.lite.query<{ text: string | null }>(text, Object.values(args).map(bound))
    return { status: 200, text: rows[0]?.text ?? 'null' }
  }

  private async poll(query: string): Promise<Answer> {
    const [, keys = '', columns = '*'] = /sync_key=in\.\(([^)]*)\)&select=(.*)/.exec(query) ?? []
    const text = `select coalesce(json_agg(m), '[]')::text as text
      from (select ${columns} from public.sync_metadata where sync_key = any ($1)) m`
    const { rows } = await this.lite.query<{ text: string }>(text, [keys.split(',')])
    return { status: 200, text: rows[0]?.text ?? '' }
  }

  private async object({ method, path, body }: Asked): Promise<Answer> {
    const name = decodeURIComponent(path.replace(/^\/storage\/v1\/object\/(authenticated\/)?arhiva\//, ''))
    if (method === 'GET') {
      const { rows } = await this.lite.query<{ text: string }>(
        `select f.text from storage.objects o join storage.files f using (name) where o.bucket_id = 'arhiva' and o.name = $1`,
        [name],
      )
      return rows[0] ? { status: 200, text: rows[0].text } : stored(404, 'not_found', 'Object not found')
    }
    const metadata = JSON.stringify({ size: Buffer.byteLength(body) })
    await this.lite.query(`insert into storage.objects (bucket_id, name, metadata) values ('arhiva', $1, $2)`, [
      name,
      metadata,
    ])
    await this.lite.query('insert into storage.files values ($1, $2)', [name, body])
    return { status: 200, text: JSON.stringify({ Key: `arhiva/${name}` }) }
  }

  private async become(user: string | null | undefined): Promise<void> {
    if (user === this.user) return
    this.user = user
    const claims = user === undefined ? '' : JSON.stringify({ sub: user, role: 'authenticated' })
    const role = user === undefined ? 'postgres' : 'authenticated'
    await this.lite.query(`select set_config('role', $1, false), set_config('request.jwt.claims', $2, false)`, [
      role,
      claims,
    ])
  }
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
