import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signIn } from '../../local/client.ts'
import type { Cloud } from '../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../local/demo/people.ts'
import { enter, takeDownload } from '../e2e/support/app.ts'
import { awardAtCloud } from '../e2e/support/cloud-facts.ts'
import { Device } from '../e2e/support/device.ts'
import { percentile } from '../e2e/support/pulse.ts'
import { type Database, openDatabase } from '../sql/engines.ts'
import type { Line } from './report.ts'
import { employeeId } from './seed.ts'
import { small, withCloud } from './stage.ts'

/*
 * What one-second polling costs: bytes on the wire as HTTP/1.1 writes them, the statement in Postgres, and how many of them a
 * cloud serves in a second. Everything on this machine.
 */

/** One exchange as text of HTTP/1.1: the first line, all headers, the body. TCP's and TLS's own bytes are not in it. */
interface Exchange {
  path: string
  up: number
  down: number
}

const headersOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part), 0) + 2 * rawHeaders.length + 2
const whole = async (stream: IncomingMessage): Promise<Buffer> => Buffer.concat(await stream.toArray())

/** A way to the cloud that weighs what passes. */
async function withScales<T>(cloud: Cloud, work: (url: string, seen: Exchange[]) => Promise<T>): Promise<T> {
  const seen: Exchange[] = []
  const { hostname, port } = new URL(cloud.url)
  const server = createServer((asked, answer) => {
    void whole(asked).then((body) => {
      const { method = 'GET', url: path = '/', headers } = asked
      const up = Buffer.byteLength(`${method} ${path} HTTP/1.1\r\n`) + headersOf(asked) + body.length
      const out = request({ hostname, port, method, path, headers }, (got) => {
        void whole(got).then((text) => {
          const first = `HTTP/1.1 ${String(got.statusCode)} ${got.statusMessage ?? ''}\r\n`
          seen.push({ path, up, down: Buffer.byteLength(first) + headersOf(got) + text.length })
          answer.writeHead(got.statusCode ?? 502, got.headers).end(text)
        })
      })
      out.on('error', () => answer.destroy())
      out.end(body)
    })
  })
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go))
  try {
    return await work(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, seen)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const middle = (of: Exchange[], side: 'up' | 'down'): string =>
  `${percentile(
    of.map((one) => one[side]),
    0.5,
  ).toString()} B`

/** A real browser's polls, and the delta of one person's points. */
const onTheWire = (polls: number): Promise<Line[]> =>
  withCloud(small, (cloud) =>
    withScales(cloud, async (url, seen) => {
      const device = await Device.boot('bench', url)
      try {
        const page = await enter(device, 'admin')
        const polled = () => seen.filter(({ path }) => path.startsWith('/rest/v1/sync_metadata'))
        const from = polled().length
        while (polled().length < from + polls) await new Promise((go) => setTimeout(go, 200))
        const quiet = polled().slice(from)
        const before = seen.length
        await awardAtCloud(cloud, employeeId(1), 1)
        await takeDownload(page)
        const deltas = seen.slice(before).filter(({ path }) => path.endsWith('/sync_delta'))
        const line = (what: string, of: Exchange[]): Line => ({
          what,
          ours: `${middle(of, 'up')} up, ${middle(of, 'down')} down`,
          against: '–',
          ratio: '–',
        })
        return [
          line(`one poll with all headers, HTTP/1.1 (median of ${String(quiet.length)})`, quiet),
          line(`the delta of one change in a roster of 50, with all headers, HTTP/1.1`, deltas),
        ]
      } finally {
        await device.dispose()
      }
    }),
  )

const pollSql = `select sync_key, version, data_hash, last_modified_by, last_modified_at from public.sync_metadata
  where sync_key in ('global_version', 'force_sync', 'min_client', 'me:' || $1)`
const asPerson = `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`
const userId = (n: number) => `0b040000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

const pollOnce = (db: Database, text: string, user: string) =>
  db.transaction(async (query) => {
    await query(asPerson, [JSON.stringify({ sub: user, role: 'authenticated' })])
    return query(text.replace('$1', `'${user}'`))
  })

async function fillPeople(db: Database, from: number, to: number): Promise<void> {
  const id = `('0b040000-0000-4000-8000-' || lpad(to_hex(g), 12, '0'))::uuid`
  await db.query(
    `insert into auth.users (id, email) select ${id}, g || '@punctaj.test' from generate_series($1::int, $2::int) g`,
    [from, to],
  )
  await db.query(
    `insert into public.profiles (id, name) select ${id}, 'Om ' || g from generate_series($1::int, $2::int) g`,
    [from, to],
  )
  await db.query('analyze public.sync_metadata')
}

interface Plan {
  'Execution Time': number
  Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
}

async function costOf(db: Database, user: string): Promise<{ ms: number; buffers: number }> {
  const costs: { ms: number; buffers: number }[] = []
  for (let n = 0; n < 30; n++) {
    const [row] = await pollOnce(db, `explain (analyze, buffers, format json) ${pollSql}`, user)
    const [plan] = row?.['QUERY PLAN'] as [Plan]
    costs.push({
      ms: plan['Execution Time'],
      buffers: plan.Plan['Shared Hit Blocks'] + plan.Plan['Shared Read Blocks'],
    })
  }
  const of = (part: 'ms' | 'buffers') =>
    percentile(
      costs.map((one) => one[part]),
      0.5,
    )
  return { ms: of('ms'), buffers: of('buffers') }
}

/** Polls in a second over so many connections, each a transaction as PostgREST makes it. */
async function rate(connections: number, polls: number, once: (n: number) => Promise<unknown>): Promise<number> {
  let left = polls
  const from = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await once(left)
    }),
  )
  return (polls * 1000) / (performance.now() - from)
}

async function inPostgres(polls: number): Promise<Line[]> {
  const db = await openDatabase('PostgreSQL')
  try {
    const lines: Line[] = []
    let held = 0
    for (const people of [10, 1_000, 10_000]) {
      await fillPeople(db, held + 1, people)
      held = people
      const { ms, buffers } = await costOf(db, userId(Math.ceil(people / 2)))
      lines.push({
        what: `the poll's statement in PostgreSQL, ${people.toLocaleString('en')} profiles`,
        ours: `${ms.toFixed(2)} ms, ${String(buffers)} buffers`,
        against: '–',
        ratio: '–',
      })
    }
    for (const connections of [1, 4]) {
      const found = await rate(connections, polls, (n) => pollOnce(db, pollSql, userId(1 + (n % held))))
      lines.push({
        what: `polls served by PostgreSQL over ${String(connections)} connection(s), 10,000 profiles (${String(polls)} polls)`,
        ours: `${String(Math.round(found))} per second`,
        against: '–',
        ratio: '–',
      })
    }
    return lines
  } finally {
    await db.close()
  }
}

const embedded = (polls: number): Promise<Line[]> =>
  withCloud(small, async (cloud) => {
    const { accessToken, userId: user } = await signIn(
      cloud.url,
      cloud.publishableKey,
      demoPeople.admin.email,
      demoPassword,
    )
    const headers = { apikey: cloud.publishableKey, authorization: `Bearer ${accessToken}` }
    const path = `/rest/v1/sync_metadata?sync_key=in.(global_version,force_sync,min_client,me:${user})&select=sync_key,version,data_hash,last_modified_by,last_modified_at`
    const found = await rate(8, polls, async () => (await fetch(cloud.url + path, { headers })).text())
    return [
      {
        what: `polls served by the embedded cloud, 8 at once (${String(polls)} polls)`,
        ours: `${String(Math.round(found))} per second`,
        against: '–',
        ratio: '–',
      },
    ]
  })

/** Bytes, statement and rates of the poll. */
export const poll = async (polls: number): Promise<Line[]> => [
  ...(await inPostgres(polls)),
  ...(await embedded(polls)),
  ...(await onTheWire(10)),
]
