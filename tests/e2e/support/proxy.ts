import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { callOf, type Call, type Seen } from './calls.ts'
import { Rule, type Fault } from './faults.ts'

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: Buffer
}

const whole = async (stream: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/**
 * One device's way to the cloud: an origin of its own in front of the real server, that counts what passes and can misbehave.
 * Without rules it changes nothing.
 */
export class Proxy {
  readonly seen: Seen[] = []
  private readonly rules: Rule[] = []
  private readonly sockets = new Set<Socket>()
  private readonly server: Server
  private readonly target: URL
  private port = 0

  private constructor(target: string) {
    this.target = new URL(target)
    this.server = createServer((asked, answer) => void this.serve(asked, answer))
    this.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
  }

  static async to(target: string): Promise<Proxy> {
    const proxy = new Proxy(target)
    await proxy.up()
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`
  }

  /** Misbehaves for the next `times` requests of a kind (all of them by default), in the order the rules were made. */
  rule(call: Call | '*', fault: Fault, times = Number.POSITIVE_INFINITY): Rule {
    const rule = new Rule(call, fault, times, (one) => this.rules.splice(this.rules.indexOf(one), 1))
    this.rules.push(rule)
    return rule
  }

  count(call: Call, since = 0): number {
    return this.seen.filter((one) => one.call === call && one.at >= since).length
  }

  /** Refuses connections, and resets those that are open. */
  async down(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    for (const socket of this.sockets) socket.resetAndDestroy()
    await closed
  }

  /** Listens again, on the same port. */
  up(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(this.port, '127.0.0.1', () => {
        this.server.off('error', reject)
        this.port = (this.server.address() as AddressInfo).port
        resolve()
      })
    })
  }

  async close(): Promise<void> {
    if (this.server.listening) await this.down()
  }

  private async serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = asked
    const call = callOf(method, url)
    const seen: Seen = { call, method, url, sent: '', at: Date.now(), status: 'open', until: null, bytes: 0 }
    this.seen.push(seen)
    // One request a connection: Chromium silently sends a request again when a connection it reuses is reset.
    answer.shouldKeepAlive = false
    const fault = this.rules.find((rule) => rule.take(call))?.fault
    try {
      await this.pass(asked, answer, seen, fault)
    } catch {
      answer.destroy()
    } finally {
      if (seen.status === 'open') seen.status = 'lost'
      seen.until = Date.now()
    }
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse, seen: Seen, fault?: Fault): Promise<void> {
    const body = await whole(asked)
    if (seen.call.startsWith('rpc:')) seen.sent = body.toString('utf8')
    if (fault?.is === 'reset') return void asked.socket.resetAndDestroy()
    if (fault?.is === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms))
    if (fault?.is === 'hold') await fault.until
    if (fault?.is === 'status') return send(answer, seen, refusal(fault))
    const judged = fault?.is === 'judge' ? fault.judge(body.toString('utf8'), seen.url) : null
    if (judged !== null) return send(answer, seen, refusal({ status: judged }))
    const got = await this.ask(asked, body, fault?.is === 'change')
    if (fault?.is === 'late') await fault.until
    if (fault?.is === 'lost') return void asked.socket.resetAndDestroy()
    if (fault?.is === 'cut') return cut(answer, got)
    if (fault?.is === 'change') got.body = Buffer.from(fault.change(got.body.toString('utf8')), 'utf8')
    send(answer, seen, got)
  }

  private ask(asked: IncomingMessage, body: Buffer, plain: boolean): Promise<Answer> {
    const headers = { ...asked.headers }
    if (plain) {
      delete headers['accept-encoding']
      // What is to be changed must come whole.
      delete headers['if-none-match']
    }
    const { hostname, port } = this.target
    return new Promise((resolve, reject) => {
      const out = request({ hostname, port, method: asked.method, path: asked.url, headers }, (got) => {
        whole(got).then((all) => resolve({ status: got.statusCode ?? 502, headers: got.headers, body: all }), reject)
      })
      out.on('error', reject)
      out.end(body)
    })
  }
}

const refusal = ({ status, body = '{"message":"fault"}' }: { status: number; body?: string }): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
})

const perHop = new Set(['transfer-encoding', 'connection', 'keep-alive'])

const endToEnd = (headers: Answer['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !perHop.has(name)))

const sized = ({ headers, body }: Answer) => ({ ...endToEnd(headers), 'content-length': String(body.length) })

function send(answer: ServerResponse, seen: Seen, got: Answer): void {
  seen.status = got.status
  seen.bytes = got.body.length
  // An answer to HEAD, 204 and 304 has no body, and the length it names is not ours to change.
  if (got.body.length === 0) answer.writeHead(got.status, endToEnd(got.headers)).end()
  else answer.writeHead(got.status, sized(got)).end(got.body)
}

function cut(answer: ServerResponse, got: Answer): void {
  answer.writeHead(got.status, sized(got))
  answer.write(got.body.subarray(0, Math.floor(got.body.length / 2)), () => answer.socket?.destroySoon())
}
