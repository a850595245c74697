import type { PGlite, Results } from '@electric-sql/pglite'
import { PgliteConnection } from '@supabase/lite/pglite'
import { emptyCluster } from './packed.ts'
import { asPostgrest } from './postgrest-errors.ts'

/** What lite knows of a request's caller when it opens the request's transaction. */
interface RequestVars {
  auth?: { role?: string; uid?: string | null; jwt?: unknown }
  storage?: { operation?: string }
}

/** What lite knows of an RPC's request. */
interface RpcVars {
  method: string
  path: string
  requestHeaders?: Record<string, string>
}

/** The caller's identity for one transaction, in one round trip instead of lite's seven. The role comes last. */
export const identify = `select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claim.role', $2, true),
  set_config('request.jwt.claims', $3, true), set_config('storage.operation', $4, true), set_config('role', $2, true)`

/** What PostgREST lets a function read of its request, and clears of an answer's; also in one round trip. */
const describeRequest = `select set_config('response.status', '', true), set_config('response.headers', '', true),
  set_config('request.method', $1, true), set_config('request.path', $2, true), set_config('request.headers', $3, true)`

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
  const { driver } = connection
  await driver.exec(`set timezone to 'UTC'`)
  shortenControl(driver)
  Object.assign(connection, {
    // lite would grant ALL on every table to anon and authenticated at the first request; grants are sql/'s business.
    rlsState: 'active',
    normalizeDbError: asPostgrest,
    applyJwtSessionContext: async (_executor: unknown, { auth, storage }: RequestVars) => {
      const claims = auth?.jwt ? JSON.stringify(auth.jwt) : ''
      await driver.query(identify, [auth?.uid ?? '', auth?.role ?? 'anon', claims, storage?.operation ?? ''])
    },
    applyRpcRequestGucs: async (_executor: unknown, { method, path: route, requestHeaders }: RpcVars) => {
      await driver.query(describeRequest, [method, route, JSON.stringify(requestHeaders ?? {})])
    },
  })
  return connection
}

/** lite begins and ends each transaction through `query`, which is five messages to Postgres; `exec` is one. */
function shortenControl(driver: PGlite): void {
  const query = driver.query.bind(driver)
  driver.query = async <T>(...args: Parameters<PGlite['query']>): Promise<Results<T>> => {
    const isControl = args[0] === 'BEGIN' || args[0] === 'COMMIT' || args[0] === 'ROLLBACK'
    return isControl ? ((await driver.exec(args[0]))[0] as Results<T>) : query<T>(...args)
  }
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
