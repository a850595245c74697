import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PgliteConnection } from '@supabase/lite/pglite'
import { asPostgrest } from './postgrest-errors.ts'

/** What lite knows of a request's caller when it opens the request's transaction. */
interface RequestVars {
  auth?: { role?: string; uid?: string | null; jwt?: unknown }
  storage?: { operation?: string }
}

/** The caller's identity for one transaction, in one round trip instead of lite's seven. The role comes last. */
export const identify = `select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claim.role', $2, true),
  set_config('request.jwt.claims', $3, true), set_config('storage.operation', $4, true), set_config('role', $2, true)`

/** Opens PGlite, in memory without a path, as the connection lite works on. */
export async function openDatabase(path: string | null): Promise<PgliteConnection> {
  const connection = await openOrCreate(path)
  await connection.driver.exec(`set timezone to 'UTC'`)
  Object.assign(connection, {
    // lite would grant ALL on every table to anon and authenticated at the first request; grants are sql/'s business.
    rlsState: 'active',
    normalizeDbError: asPostgrest,
    applyJwtSessionContext: async (_executor: unknown, { auth, storage }: RequestVars) => {
      const claims = auth?.jwt ? JSON.stringify(auth.jwt) : ''
      await connection.driver.query(identify, [auth?.uid ?? '', auth?.role ?? 'anon', claims, storage?.operation ?? ''])
    },
  })
  return connection
}

/** Making a Postgres cluster takes seconds, unpacking one made before a fraction: the first is kept, untouched. */
async function openOrCreate(path: string | null): Promise<PgliteConnection> {
  const place = path === null ? {} : { url: path }
  if (path !== null && existsSync(join(path, 'PG_VERSION'))) return ready(new PgliteConnection(place))
  const kept = freshCluster()
  const packed = await readFile(kept).catch(() => null)
  if (packed) return ready(new PgliteConnection({ ...place, pgliteOptions: { loadDataDir: new Blob([packed]) } }))
  const connection = await ready(new PgliteConnection(place))
  await keep(kept, connection).catch(() => undefined)
  return connection
}

async function ready(connection: PgliteConnection): Promise<PgliteConnection> {
  await connection.driver.waitReady
  return connection
}

function freshCluster(): string {
  const pglite = createRequire(import.meta.url).resolve('@electric-sql/pglite')
  const { version } = createRequire(pglite)('../package.json') as { version: string }
  return fileURLToPath(new URL(`../node_modules/.cache/punctaj/postgres-${version}.tar.gz`, import.meta.url))
}

async function keep(file: string, connection: PgliteConnection): Promise<void> {
  const packed = await connection.driver.dumpDataDir('gzip')
  await mkdir(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.${Date.now()}`
  await writeFile(draft, Buffer.from(await packed.arrayBuffer()))
  await rename(draft, file)
}
