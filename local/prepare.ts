import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '@supabase/lite'
import type { PgliteConnection } from '@supabase/lite/pglite'
import { createApi } from './api.ts'
import type { Keys } from './data-dir.ts'
import { openDatabase } from './database.ts'
import { fillDemo } from './demo/fill.ts'
import { ensureDemoPeople } from './demo/people.ts'
import { tellNobody } from './demo/quiet.ts'
import { type Shelf, storageOn } from './files.ts'
import { freshCloud } from './packed.ts'
import { applySchema, schemaVersion } from './schema.ts'

/** What a cloud is made of. */
export interface Ingredients {
  /** Postgres' folder; null for in memory. */
  postgres: string | null
  shelf: Shelf
  keys: Keys
  /** The schema's folder. */
  sql: string
  empty: boolean
  /** Where the demo's story ends, in epoch milliseconds; today when undefined. */
  now: number | undefined
}

/** A database that is up to date, with lite on it. */
export interface Prepared {
  connection: PgliteConnection
  api: App
  /** As `schema_version()` tells it. */
  schemaVersion: number | null
}

/** Opens the database, brings its schema up to date and, the first time, puts the demo into it. */
export async function prepare(ingredients: Ingredients): Promise<Prepared> {
  const { postgres, shelf, keys, sql, empty, now } = ingredients
  const isFresh = postgres === null || !existsSync(join(postgres, 'PG_VERSION'))
  const story = empty ? 'empty' : `demo ${now ?? new Date().toISOString().slice(0, 10)}`
  const packed = isFresh ? await freshCloud(sql, story) : null
  const content = (await packed?.read()) ?? null
  const connection = await openDatabase(postgres, isFresh, content)
  try {
    const api = await createApi(connection, keys, storageOn(shelf))
    if (content) await shelveArchives(connection, shelf)
    else {
      await applySchema(api, connection, sql)
      await ensureDemoPeople(connection)
      if (!empty) await fillDemo(api, connection.driver, keys.publishableKey, now ?? Date.now())
      if (isFresh) await tellNobody(connection.driver)
      await packed?.write(connection.driver)
    }
    return { connection, api, schemaVersion: await schemaVersion(connection) }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** A packed database comes without the files that it says are in storage; their text is in it. */
async function shelveArchives({ driver }: PgliteConnection, shelf: Shelf): Promise<void> {
  const { rows } = await driver.query<{ name: string; body: string }>(
    `select o.name, a.body from storage.objects o join public.archives a on a.path = o.name where o.bucket_id = 'arhiva'`,
  )
  for (const { name, body } of rows) await shelf.put(`arhiva/${name}`, Buffer.from(body))
}
