import { createHash } from 'node:crypto'
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
 * @returns a short hash of the project's schema text
 * @throws with the file's name when a statement fails
 */
export async function applySchema(app: App, connection: PgliteConnection, folder: string): Promise<string> {
  await app.ensureSystemSchema()
  await connection.driver.exec(getStorageSchemaSql())
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.sql')).sort()
  const hash = createHash('sha256')
  for (const file of [bootstrap, ...names.map((name) => join(folder, name))]) {
    const text = await readFile(file, 'utf8')
    hash.update(text)
    try {
      await connection.driver.exec(text)
    } catch (error) {
      throw new Error(`${file}: ${(error as Error).message}`, { cause: error })
    }
  }
  await connection.clearSchemaCache()
  return hash.digest('hex').slice(0, 12)
}
