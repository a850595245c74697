import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type App, getStorageSchemaSql } from '@supabase/lite'
import type { PgliteConnection } from '@supabase/lite/pglite'

const bootstrap = fileURLToPath(new URL('./bootstrap.sql', import.meta.url))

/** The project's schema files. */
export const projectSql = fileURLToPath(new URL('../sql', import.meta.url))

/**
 * Brings the database to the current schema: lite's own tables, what a Supabase project starts with, then `sql/*.sql` in
 * name order. Everything in it may run again on a database that has it.
 *
 * @throws with the file's name when a statement fails
 */
export async function applySchema(app: App, connection: PgliteConnection, folder: string): Promise<void> {
  await app.ensureSystemSchema()
  await connection.driver.exec(getStorageSchemaSql())
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.sql')).sort()
  for (const file of [bootstrap, ...names.map((name) => join(folder, name))]) {
    const text = await readFile(file, 'utf8')
    try {
      await connection.driver.exec(text)
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
    }
  }
  await connection.clearSchemaCache()
}

/** The version that the schema tells of itself; null for one that does not. */
export async function schemaVersion({ driver }: PgliteConnection): Promise<number | null> {
  const known = await driver.query<{ yes: boolean }>(`select to_regproc('public.schema_version') is not null as yes`)
  if (!known.rows[0]?.yes) return null
  const { rows } = await driver.query<{ version: number }>('select public.schema_version() as version')
  return rows[0]?.version ?? null
}
