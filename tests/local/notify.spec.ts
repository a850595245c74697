import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Cloud, startCloud } from '../../local/cloud.ts'
import { type MailServer, startMailServer } from './mailServer.ts'
import { signedIn } from './person.ts'

// Each starts a process or two.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const notify = fileURLToPath(new URL('../../local/notify.ts', import.meta.url))
let cloud: Cloud
let server: MailServer
let dataDir: string
let serviceKey: string
const ways: Server[] = []
const running: ChildProcess[] = []

/** A service_role key of the embedded cloud, as a Supabase project has one: a token for a role instead of a person. */
async function makeServiceKey(): Promise<string> {
  const { jwtSecret } = JSON.parse(await readFile(join(dataDir, 'keys.json'), 'utf8')) as { jwtSecret: string }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ role: 'service_role', iat: now, exp: now + 3600 })}`
  return `${unsigned}.${createHmac('sha256', jwtSecret).update(unsigned).digest('base64url')}`
}

/**
 * The way to the cloud, as its gateway is: the key of a program stands for itself. `stop` keeps the call of that name for ever,
 * and resolves `stopped` when it comes.
 */
async function wayTo(stop = ''): Promise<{ url: string; stopped: Promise<void> }> {
  let reached: () => void
  const stopped = new Promise<void>((resolve) => (reached = resolve))
  const way = createServer((asked, answer) => {
    const chunks: Buffer[] = []
    asked.on('data', (chunk: Buffer) => chunks.push(chunk))
    asked.on('end', () => {
      if (stop !== '' && asked.url?.endsWith(stop)) return reached()
      const { authorization = '' } = asked.headers
      const headers = { apikey: cloud.publishableKey, authorization, 'content-type': 'application/json' }
      void fetch(cloud.url + (asked.url ?? ''), { method: 'POST', headers, body: Buffer.concat(chunks) }).then(
        async (response) => {
          answer.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text())
        },
      )
    })
  })
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
  ways.push(way)
  const address = way.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, stopped }
}

/** `npm run notify` with an environment of its own. */
function start(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', notify, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | string>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal ?? '')),
  )
  return { child, ended, said: () => said }
}
const envOf = (url: string, more: Record<string, string> = {}) => ({
  PUNCTAJ_URL: url,
  PUNCTAJ_SERVICE_KEY: serviceKey,
  SMTP_URL: server.url,
  MAIL_FROM: 'punctaj@example.org',
  APP_URL: 'https://puncte.example.org',
  ...more,
})

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'punctaj-'))
  cloud = await startCloud({ empty: true, dataDir })
  serviceKey = await makeServiceKey()
})
afterAll(async () => {
  await cloud.stop()
  await rm(dataDir, { recursive: true })
})
beforeEach(async () => {
  server = await startMailServer()
  for (const table of ['mail_deliveries', 'notifications']) await cloud.db(`delete from public.${table}`)
  await (await signedIn(cloud, 'superuser')).rpc('mail_choice_set', { kinds: [], locale: 'ro' })
  await cloud.db(`insert into public.notifications (kind, payload) values ('force_sync', '{"by": "Ioana"}')`)
})
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  for (const way of ways.splice(0)) {
    way.closeAllConnections()
    way.close()
  }
  await server.stop()
})

describe('npm run notify', () => {
  it('sends what is due, once, and says so', async () => {
    const { url } = await wayTo()
    const first = start(envOf(url), '--once')
    expect([await first.ended, first.said()]).toEqual([0, expect.stringMatching(/ 1 sent\n$/)])
    const second = start(envOf(url), '--once')
    expect([await second.ended, second.said()]).toEqual([0, expect.stringMatching(/ nothing to send\n$/)])
    expect(server.mails.map(({ subject }) => subject)).toEqual(['Punctaj: Sincronizare forțată de Ioana'])
  })

  it('killed between the server’s OK and its note sends the same mail once more, later', async () => {
    const { url, stopped } = await wayTo('mail_done')
    const killed = start(envOf(url), '--once')
    await stopped
    killed.child.kill('SIGKILL')
    expect(await killed.ended).toBe('SIGKILL')
    expect(server.mails).toHaveLength(1)
    const way = await wayTo()
    const early = start(envOf(way.url), '--once')
    expect([await early.ended, early.said()]).toEqual([0, expect.stringMatching(/nothing to send/)])
    await cloud.db(`update public.mail_deliveries set next_at = now() - interval '1 second'`)
    expect(await start(envOf(way.url), '--once').ended).toBe(0)
    expect(server.mails).toHaveLength(2)
    expect(server.mails[1]?.messageId).toBe(server.mails[0]?.messageId)
  })

  it('goes on until it is told to end, and then ends well', async () => {
    const { url } = await wayTo()
    const worker = start(envOf(url), '--every', '1')
    await expect.poll(() => server.mails.length, { timeout: 60_000 }).toBe(1)
    await cloud.db(`insert into public.notifications (kind, payload) values ('member_waiting', '{"name": "Ana"}')`)
    await expect.poll(() => server.mails.length, { timeout: 60_000 }).toBe(2)
    worker.child.kill('SIGTERM')
    expect(await worker.ended).toBe(0)
  })

  it('says in one line what is wrong, and fails', async () => {
    const { url } = await wayTo()
    const cases = [
      [envOf(url, { SMTP_URL: '' }), /^notify: SMTP_URL is missing \(see \.env\.example\)\n$/],
      [envOf('http://127.0.0.1:9'), /^notify: no answer from the cloud at http:\/\/127\.0\.0\.1:9: .+\n$/],
      [
        envOf(url, { PUNCTAJ_SERVICE_KEY: 'nonsense' }),
        /^notify: mail_spread was refused: 40[13] .+PUNCTAJ_SERVICE_KEY must be/,
      ],
      [envOf(url, { SMTP_URL: 'smtp://127.0.0.1:9' }), /1 to be tried again \(.*ECONNREFUSED/],
    ] as const
    for (const [env, says] of cases) {
      const worker = start(env, '--once')
      expect([await worker.ended, worker.said()]).toEqual([1, expect.stringMatching(says)])
    }
    expect(server.mails).toEqual([])
  })
})
