import { fileURLToPath } from 'node:url'
import type { Server } from 'node:http'
import type { PgliteConnection } from '@supabase/lite/pglite'
import { answerApi } from './api.ts'
import { type Keys, makeKeys, openDataDir } from './data-dir.ts'
import { answerDiscord } from './discord/discord.ts'
import { shelfInMemory, shelfOnDisk } from './files.ts'
import { httpServer, listen } from './http-server.ts'
import { type JobClock, machineClock, scheduleJobs } from './jobs.ts'
import { type MailOptions, startMail } from './mail/start.ts'
import { OneAtATime } from './one-at-a-time.ts'
import { prepare } from './prepare.ts'
import { projectSql } from './schema.ts'
import { holdStaticFiles } from './static-files.ts'

const projectDist = fileURLToPath(new URL('../dist', import.meta.url))

/** Paths whose answers come from the database, one at a time. */
const needsDatabase = /^\/(rest|auth|storage)\/v1\//

/** More than this many waiting is longer than a client waits; an early no is better than an answer to nobody. */
const longestQueue = 250

/** How a cloud is started; everything has a default fit for tests. */
export interface CloudOptions {
  /** 0, the default, takes a free port. */
  port?: number
  /** Address to listen on; 127.0.0.1 by default. */
  host?: string
  /** Where data stays; without it everything is in memory. */
  dataDir?: string | undefined
  /** No demo data; the demo people are there all the same. */
  empty?: boolean
  /** The moment at which the demo's story ends, in epoch milliseconds; now by default. */
  now?: number
  /** Folder of the built app; `dist` in the project by default. */
  dist?: string
  /** Folder of the schema; the project's `sql` by default. */
  sql?: string
  /** What the nightly jobs go by; the machine's clock by default. */
  clock?: JobClock
  /** Sends mail to admins; without it none is sent. */
  mail?: MailOptions | undefined
}

/** A running cloud. */
export interface Cloud {
  url: string
  publishableKey: string
  /** Runs one statement as the database's owner, between requests: for a test's assertions. */
  db: <Row = Record<string, unknown>>(sql: string, parameters?: unknown[]) => Promise<Row[]>
  /** Finishes what runs, closes the database, frees the data folder. */
  stop(): Promise<void>
}

/** What is behind the port once it is ready. */
interface Core {
  connection: PgliteConnection
  keys: Keys
  handle: (request: Request) => Promise<Response>
  close(): Promise<void>
}

/**
 * Starts the embedded cloud and resolves when it answers.
 *
 * @throws CloudError (one line for people) when the port or the data folder cannot be had
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  const { port = 0, host = '127.0.0.1' } = options
  const turns = new OneAtATime()
  let core: Core | null = null
  const server = httpServer((request) => (core ? core.handle(request) : Promise.resolve(starting())))
  const actualPort = await listen(server, port, host)
  try {
    core = await openCore(options, turns)
  } catch (error) {
    await closeServer(server)
    throw error
  }
  const { connection, keys, close } = core
  const jobs = scheduleJobs(
    (now) => turns.run(() => connection.driver.query('select private.run_jobs(private.moment($1))', [now])),
    options.clock ?? machineClock,
  )
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`
  const db: Cloud['db'] = (sql, values) =>
    turns.run(async () => (await connection.driver.query(sql, values)).rows as never)
  const mail = options.mail && startMail(options.mail, url, db)
  return {
    url,
    publishableKey: keys.publishableKey,
    db,
    stop: once(async () => {
      jobs()
      await mail?.stop()
      await closeServer(server)
      await turns.run(close)
    }),
  }
}

async function openCore(options: CloudOptions, turns: OneAtATime): Promise<Core> {
  const data = options.dataDir === undefined ? null : await openDataDir(options.dataDir)
  const keys = data?.keys ?? (await makeKeys())
  try {
    const { connection, api, schemaVersion } = await prepare({
      postgres: data?.postgres ?? null,
      shelf: data ? shelfOnDisk(data.files) : shelfInMemory(),
      keys,
      sql: options.sql ?? projectSql,
      empty: options.empty ?? false,
      now: options.now,
    })
    await data?.settled()
    const close = async () => {
      await connection.close()
      await data?.release()
    }
    const files = await holdStaticFiles(options.dist ?? projectDist)
    const health = { status: 'ok', publishableKey: keys.publishableKey, schemaVersion }
    const answer = async (request: Request) =>
      (await answerDiscord(connection.driver, request)) ?? whole(await answerApi(api, request))
    const handle = async (request: Request): Promise<Response> => {
      const { pathname } = new URL(request.url)
      if (pathname === '/health') return Response.json(health, { headers: { 'cache-control': 'no-store' } })
      if (!needsDatabase.test(pathname)) return files ? files(request) : notBuilt()
      return turns.waiting < longestQueue ? turns.run(() => answer(request)) : busy()
    }
    return { connection, keys, handle, close }
  } catch (error) {
    await data?.release()
    throw error
  }
}

/** Reads an answer to its end, so that nothing of it is left to do when the next request's turn comes. */
async function whole(response: Response): Promise<Response> {
  const bytes = response.body === null ? null : await response.arrayBuffer()
  return new Response(bytes, { status: response.status, headers: response.headers })
}

const starting = () => Response.json({ status: 'starting' }, { status: 503, headers: { 'retry-after': '1' } })

const busy = () => Response.json({ code: '503', message: 'busy' }, { status: 503, headers: { 'retry-after': '2' } })

const notBuilt = () => new Response('The app is not built: npm run build', { status: 503 })

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 2_000).unref()
  })
}

function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  return () => (running ??= task())
}
