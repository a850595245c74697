import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { ensurePostgres } from './postgres-server.ts'
import { run } from './run.ts'

/** A throw-away PostgreSQL server. */
export interface Postgres {
  /** Connection string of its superuser, without a password. */
  url: string
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

interface Owner {
  uid?: number
  gid?: number
}

// Nothing here outlives the tests, so nothing needs to reach the disk.
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=100', 'timezone=UTC']

/** PostgreSQL refuses to run as root: then it runs as the user its package made. */
function owner(): Owner {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

async function initialise(programs: string, folder: string, as: Owner): Promise<void> {
  // As on Supabase: UTF-8, and a locale in which lower() knows letters beyond ASCII.
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'
  const args = ['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', `--locale=${locale}`, '-N']
  const { code, output } = await run(join(programs, 'initdb'), args, { capture: true, cwd: folder, ...as })
  if (code !== 0) throw new Error(`initdb failed:\n${output}`)
}

/** Waits until the server answers; rejects when it has ended, or says nothing for half a minute. */
async function untilReady(server: ChildProcess, url: string, log: () => string): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(50)) {
    if (server.exitCode !== null) break
    const client = new Client(url)
    const isUp = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => undefined)
    if (isUp) return
  }
  throw new Error(`PostgreSQL did not start:\n${log()}`)
}

/** Starts a PostgreSQL server of its own on a free port of this machine, empty, in a temporary folder. */
export async function startPostgres(): Promise<Postgres> {
  const programs = await ensurePostgres()
  const as = owner()
  const folder = mkdtempSync(join(tmpdir(), 'punctaj-postgres-'))
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
  await initialise(programs, folder, as)
  const port = await freePort()
  const options = [...settings, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`]
  const args = ['-D', join(folder, 'data'), ...options.flatMap((option) => ['-c', option])]
  const server = spawn(join(programs, 'postgres'), args, { cwd: folder, ...as, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  server.stderr.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-10_000)))
  const ended = new Promise<void>((resolve) => server.on('exit', () => resolve()))
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  const abandon = () => {
    server.kill('SIGQUIT')
    remove()
  }
  process.once('exit', abandon)
  const stop = async () => {
    process.off('exit', abandon)
    if (server.exitCode === null) server.kill('SIGINT')
    await ended
    remove()
  }
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  await untilReady(server, url, () => log).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { url, stop }
}
