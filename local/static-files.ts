import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { acceptedEncoding, compressForKeeps, type Encoding, isWorthCompressing } from './compress.ts'
import { fileHeaders } from './headers.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

/** One file held in memory with the encodings asked for so far. */
interface HeldFile {
  path: string
  bytes: Buffer
  type: string
  etag: string
  encoded: Map<Encoding, Promise<Buffer>>
}

/** Answers requests for the built app. */
export type StaticFiles = (request: Request) => Promise<Response>

/**
 * Holds the built app in memory. A request is looked up by its exact path in that list, so nothing outside the folder
 * can ever be named. Without `index.html` in it the answer is null: there is no built app.
 */
export async function holdStaticFiles(folder: string): Promise<StaticFiles | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = new Map<string, HeldFile>()
  for (const entry of entries) {
    if (!entry.isFile() || extname(entry.name) === '.map') continue
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    files.set(path, hold(path, await readFile(file)))
  }
  const index = files.get('/index.html')
  return index ? (request) => answer(request, files, index) : null
}

function hold(path: string, bytes: Buffer): HeldFile {
  const etag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  return { path, bytes, type: types[extname(path)] ?? 'application/octet-stream', etag, encoded: new Map() }
}

async function answer(request: Request, files: ReadonlyMap<string, HeldFile>, index: HeldFile): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
  }
  const file = files.get(decodedPath(request.url)) ?? (isNavigation(request) ? index : null)
  if (!file) return new Response('Not found', { status: 404, headers: { 'cache-control': 'no-cache' } })
  return send(file, request)
}

async function send(file: HeldFile, request: Request): Promise<Response> {
  const wanted = acceptedEncoding(request.headers.get('accept-encoding') ?? undefined, ['br', 'gzip'])
  const encoding = isWorthCompressing(file.type, file.bytes.length) ? wanted : null
  const etag = encoding ? `"${file.etag}-${encoding}"` : `"${file.etag}"`
  const headers = new Headers({ ...fileHeaders(file.path), 'content-type': file.type, etag, vary: 'accept-encoding' })
  if (matches(request.headers.get('if-none-match'), file.etag)) return new Response(null, { status: 304, headers })
  const bytes = encoding ? await encodedOf(file, encoding) : file.bytes
  if (encoding) headers.set('content-encoding', encoding)
  headers.set('content-length', String(bytes.length))
  return new Response(new Uint8Array(bytes), { headers })
}

function encodedOf(file: HeldFile, encoding: Encoding): Promise<Buffer> {
  const kept = file.encoded.get(encoding) ?? compressForKeeps(file.bytes, encoding)
  file.encoded.set(encoding, kept)
  return kept
}

/** Whether one of the client's tags is this file's, in whatever encoding it was sent. */
function matches(header: string | null, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '').startsWith(`"${etag}`))
}

/** A page of the app, as against a missing file: a browser's navigation, or any GET that prefers HTML. */
function isNavigation(request: Request): boolean {
  if (extname(decodedPath(request.url)) !== '') return false
  return request.headers.get('sec-fetch-mode') === 'navigate' || /text\/html/.test(request.headers.get('accept') ?? '')
}

function decodedPath(url: string): string {
  try {
    const path = decodeURIComponent(new URL(url).pathname)
    return path === '/' ? '/index.html' : path
  } catch {
    return ''
  }
}
