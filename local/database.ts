import { PgliteConnection } from '@supabase/lite/pglite'
import { emptyCluster } from './packed.ts'
import { asPostgrest } from './postgrest-errors.ts'

/** What lite knows of a request's caller when it opens the request's transaction. */
interface RequestVars {
  auth?: { role?: string; uid?: string | null; jwt?: unknown }
  storage?: { operation?: string }
}

/** The caller's identity for one transaction, in one round trip instead of lite's seven. The role comes last. */
export const identify = `select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claim.role', $2, true),
  set_config('request.jwt.claims', $3, true), set_config('storage.operation', $4, true), set_config('role', $2, true)`

/**
 * Opens PGlite as the connection lite works on.
 *
 * @param path where it lives; null for in memory
 * @param content what to unpack there when nothing is there yet; null for an empty cluster
 */
export async function openDatabase(
  path: string | null,
  isFresh: boolean,
  content: Blob | null,
): Promise<PgliteConnection> {
  const connection = isFresh ? await create(path, content) : await open(path)
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

async function create(path: string | null, content: Blob | null): Promise<PgliteConnection> {
  const empty = emptyCluster()
  const packed = content ?? (await empty.read())
  if (packed) return open(path, { loadDataDir: packed })
  const connection = await open(path)
  await empty.write(connection.driver)
  return connection
}

async function open(path: string | null, pgliteOptions: { loadDataDir?: Blob } = {}): Promise<PgliteConnection> {
  const connection = new PgliteConnection({ ...(path === null ? {} : { url: path }), pgliteOptions })
  await connection.driver.waitReady
  return connection
}
