import { PGlite } from '@electric-sql/pglite'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Pool, types } from 'pg'
import { type Postgres, startPostgres } from '../../scripts/postgres.ts'
import { plant } from '../planted/plant.ts'

/** One row, by column. */
export type Row = Record<string, unknown>
/** Runs one statement. */
export type Query = (text: string, values?: unknown[]) => Promise<Row[]>

/** A database with `sql/` applied; the same for both engines. */
export interface Database {
  /** One statement as the project's owner, in a transaction of its own. */
  query: Query
  /** Several statements in one transaction. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>
  /** A script of several statements, as in the SQL editor. */
  script(text: string): Promise<void>
  close(): Promise<void>
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The texts of `sql/`, in the order of their names. */
export async function schemaFiles(): Promise<string[]> {
  const names = (await readdir(here('../../sql'))).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map(async (name) => plant(`sql/${name}`, await readFile(here(`../../sql/${name}`), 'utf8'))))
}

async function openPglite(): Promise<Database> {
  const lite = new PGlite()
  const query: Query = async (text, values) => (await lite.query<Row>(text, values)).rows
  return {
    query,
    transaction: (work) =>
      lite.transaction((tx) => work(async (text, values) => (await tx.query<Row>(text, values)).rows)),
    script: async (text) => void (await lite.exec(text)),
    close: () => lite.close(),
  }
}

async function openPostgres(): Promise<Database> {
  const server = await startPostgres()
  await prepareOwner(server)
  // As on Supabase, the owner of the project is no superuser.
  const pool = new Pool({ connectionString: server.url.replace('postgres@', 'owner@'), max: 20 })
  // The server may be gone before the last idle connection has said goodbye.
  pool.on('error', () => undefined)
  return {
    query: async (text, values) => (await pool.query<Row>(text, values)).rows,
    transaction: async (work) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const result = await work(async (text, values) => (await client.query<Row>(text, values)).rows)
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    script: async (text) => void (await pool.query(text)),
    close: async () => {
      await pool.end()
      await server.stop()
    },
  }
}

async function prepareOwner(server: Postgres): Promise<void> {
  types.setTypeParser(types.builtins.INT8, Number)
  const admin = new Pool({ connectionString: server.url, max: 1 })
  await admin.query('create role owner login bypassrls createrole')
  await admin.query(await readFile(here('stubs.sql'), 'utf8'))
  await admin.query(await readFile(here('owner.sql'), 'utf8'))
  await admin.end()
}

const open = { PGlite: openPglite, PostgreSQL: openPostgres }

/** The engines that `sql/` runs on. */
export type Engine = keyof typeof open
export const engines = Object.keys(open) as Engine[]

/** A project of its own as Supabase makes it, before `sql/`. */
export async function openProject(engine: Engine): Promise<Database> {
  const database = await open[engine]()
  if (engine === 'PGlite') await database.script(await readFile(here('stubs.sql'), 'utf8'))
  return database
}

/** Applies `sql/`, or what it once was: file by file, or all at once in one transaction. */
export async function applyFiles(database: Database, texts: string[], atOnce = false): Promise<void> {
  for (const text of atOnce ? [texts.join('\n')] : texts) await database.script(text)
}

/** An empty project of its own with `sql/` applied. `given`: other texts in the place of those. */
export async function openDatabase(engine: Engine, atOnce = false, given?: string[]): Promise<Database> {
  const database = await openProject(engine)
  await applyFiles(database, given ?? (await schemaFiles()), atOnce)
  return database
}
