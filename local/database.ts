import { PgliteConnection } from '@supabase/lite/pglite'
import { asPostgrest } from './postgrest-errors.ts'

/** What lite knows of a request's caller when it opens the request's transaction. */
interface RequestVars {
  auth?: { role?: string; uid?: string | null; jwt?: unknown }
  storage?: { operation?: string }
}

/** The caller's identity for one transaction, in one round trip instead of lite's seven. The role comes last. */
const identify = `select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claim.role', $2, true),
  set_config('request.jwt.claims', $3, true), set_config('storage.operation', $4, true), set_config('role', $2, true)`

/** Opens PGlite, in memory without a path, as the connection lite works on. */
export async function openDatabase(path: string | null): Promise<PgliteConnection> {
  const connection = new PgliteConnection(path === null ? {} : { url: path })
  await connection.driver.waitReady
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
