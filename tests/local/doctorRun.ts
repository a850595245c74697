import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Cloud } from '../../local/cloud.ts'
import { doctor } from '../../local/doctor/main.ts'
import { run } from '../../scripts/run.ts'

/** What a run came to, as it told it. */
function readRun(code: number, output: string) {
  const named = (mark: string) => [...output.matchAll(new RegExp(`^${mark}: (.+)$`, 'gm'))].map(([, name]) => name)
  return { code, output, passed: named('✅ PASS'), failed: named('❌ FAIL'), unknown: named('❔ UNKNOWN') }
}

/** Runs the command as a process of its own. */
export async function runCommand(...args: string[]) {
  const { code, output } = await run(process.execPath, ['--import', 'tsx', 'local/doctor.ts', ...args], {
    capture: true,
  })
  return readRun(code, output)
}

/** Runs it in this process, with this machine's clock so many milliseconds ahead. */
export async function runDoctor(args: string[], ahead = 0) {
  const lines: string[] = []
  const keep = (line: string) => void lines.push(line)
  const clock = () => Date.now() + ahead
  const code = await doctor(args, { env: {}, print: keep, complain: keep, clock })
  return readRun(code, lines.join('\n'))
}

/** Everything that a check might change: a sum over each table of ours and of files (but when one was last read), and who is signed in. */
export async function everything(cloud: Cloud): Promise<Record<string, unknown>> {
  const tables = await cloud.db<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'storage') order by 1`,
  )
  const sums = tables.map(
    ({ name }) =>
      `(select md5(coalesce(string_agg((to_jsonb(t) - 'last_accessed_at')::text, chr(10) order by (to_jsonb(t) - 'last_accessed_at')::text), '')) from ${name} t) as "${name}"`,
  )
  const [row] = await cloud.db(`select ${sums.join(', ')}, (select count(*) from auth.sessions) as sessions`)
  return row ?? {}
}

/** An HTTP server for one test that answers like this. @returns its address */
export async function serving(answer: (request: Request) => Promise<Response>): Promise<string> {
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)])
      const body = incoming.method === 'POST' ? Buffer.concat(chunks).toString() : null
      const request = new Request(`http://here${incoming.url ?? '/'}`, {
        method: incoming.method ?? 'GET',
        headers,
        body,
      })
      void answer(request).then(async (response) => {
        outgoing.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? 'text/plain' })
        outgoing.end(await response.text())
      })
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.closeAllConnections())
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
