import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { acceptedEncoding, compressOnce, isWorthCompressing } from './compress.ts'
import { everyResponse } from './headers.ts'
import { CloudError } from './cloud-error.ts'

/** Answers one request whose body has been read whole. */
export type Handle = (request: Request) => Promise<Response>

/** An import sends whole weeks; nothing else comes near. */
const bodyLimit = 16 * 1024 * 1024

/** A refusal before the handler is reached. */
class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/**
 * A Node server over a fetch-style handler: reads the body up to a limit, adds the headers every answer carries,
 * compresses, and survives whatever a client or a handler does.
 */
export function httpServer(handle: Handle): Server {
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 10_000 },
    (incoming, outgoing) => {
      void respond(incoming, outgoing, handle).catch((error: unknown) => {
        console.error('Could not answer:', error)
        outgoing.destroy()
      })
    },
  )
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  return server
}

/** Starts listening. @throws CloudError naming the port when it cannot. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is already in use' : `cannot be opened: ${error.message}`
      reject(new CloudError(`Port ${port} on ${host} ${why}`))
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

async function respond(incoming: IncomingMessage, outgoing: ServerResponse, handle: Handle): Promise<void> {
  const response = await toRequest(incoming).then(handle).catch(refusal)
  const raw = Buffer.from(await response.arrayBuffer())
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(everyResponse)) if (!headers.has(name)) headers.set(name, value)
  const body = await shrink(raw, headers, incoming.headers['accept-encoding'])
  if (!isBodiless(incoming, response)) headers.set('content-length', String(body.length))
  if (!incoming.complete) headers.set('connection', 'close')
  outgoing.writeHead(response.status, Object.fromEntries(headers))
  outgoing.end(incoming.method === 'HEAD' ? undefined : body)
}

const isBodiless = (incoming: IncomingMessage, { status }: Response) =>
  incoming.method === 'HEAD' || status === 204 || status === 304

async function shrink(raw: Buffer, headers: Headers, accepts: string | undefined): Promise<Buffer> {
  if (
    headers.has('content-encoding') ||
    headers.get('vary')?.includes('accept-encoding') ||
    !isWorthCompressing(headers.get('content-type'), raw.length)
  )
    return raw
  headers.append('vary', 'accept-encoding')
  if (!acceptedEncoding(accepts, ['gzip'])) return raw
  headers.set('content-encoding', 'gzip')
  return compressOnce(raw)
}

/** A web Request on the origin the client named. The path is appended as text: `//elsewhere` stays a path. */
async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '', headers } = incoming
  if (!url.startsWith('/')) throw new Refused(400, 'Bad request target')
  const body = method === 'GET' || method === 'HEAD' ? null : await readBody(incoming)
  const named = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((v): [string, string] => [name, v]),
  )
  try {
    const origin = `http://${headers.host ?? 'localhost'}`
    return new Request(new URL(origin).origin + url, {
      method,
      headers: named,
      body: body as Uint8Array<ArrayBuffer> | null,
    })
  } catch (error) {
    throw new Refused(400, (error as Error).message)
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) throw new Refused(413, 'Body too large')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyLimit) throw new Refused(413, 'Body too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function refusal(error: unknown): Response {
  if (error instanceof Refused)
    return Response.json({ code: String(error.status), message: error.message }, { status: error.status })
  console.error(error)
  return Response.json({ code: '500', message: 'Internal server error' }, { status: 500 })
}
