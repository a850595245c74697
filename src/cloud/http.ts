import { CloudError, isCode } from '../domain/errors.ts'

/** How one context reaches the cloud. */
export interface Access {
  url: string
  key: string
  /** The present access token; null when there is none yet. */
  token(): string | null
  /** Asks for a token in place of a refused one. Resolves to whether there is one now. */
  renew(refused: string | null): Promise<boolean>
  /** Another way to send than the platform's: tests put their faults here. */
  fetch?: typeof fetch
}

export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  path: string
  body?: string
  timeoutMs: number
  /** Longest text that is read; more is a broken or hostile server. */
  most: number
  signal?: AbortSignal | undefined
}

/** A successful answer's text, or `conflict` for HTTP 409. */
export type Answer = { is: 'text'; text: string } | { is: 'conflict' }

/**
 * One call with a timeout. A refused token is replaced once.
 *
 * @throws CloudError whose code says what happened; `status` is set when the cloud itself refused
 */
export async function call(access: Access, what: Call): Promise<Answer> {
  const used = access.token()
  if (used === null && !(await access.renew(null))) throw new CloudError('not_signed_in')
  const first = await send(access, what)
  if (first.status !== 401) return read(first, what)
  if (!(await access.renew(used))) throw new CloudError('not_signed_in', what.path, 401)
  return read(await send(access, what), what)
}

async function send(access: Access, { method, path, body, timeoutMs, signal }: Call): Promise<Response> {
  const token = access.token()
  // Signed out meanwhile: without a token the cloud would take it for a stranger's call.
  if (token === null) throw new CloudError('not_signed_in')
  const timeout = AbortSignal.timeout(timeoutMs)
  const headers: Record<string, string> = { apikey: access.key, authorization: `Bearer ${token}` }
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await (access.fetch ?? fetch)(access.url + path, {
      method,
      headers,
      body: body ?? null,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    })
  } catch (error) {
    throw failure(error, signal, 'offline')
  }
}

/** A failed fetch or read by its cause; what the network cut is `otherwise`. */
function failure(error: unknown, signal: AbortSignal | undefined, otherwise: 'offline' | 'cut_off'): CloudError {
  if (signal?.aborted) return new CloudError('cancelled')
  const name = error instanceof Error ? error.name : ''
  return new CloudError(name === 'TimeoutError' || name === 'AbortError' ? 'timeout' : otherwise, String(error))
}

async function read(response: Response, { most, signal, path }: Call): Promise<Answer> {
  if (response.status === 409) {
    await response.body?.cancel()
    return { is: 'conflict' }
  }
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel()
    throw new CloudError('too_large', path)
  }
  let text: string
  try {
    text = await response.text()
  } catch (error) {
    throw failure(error, signal, 'cut_off')
  }
  if (!response.ok) throw refusal(response.status, text, path)
  if (text.length > most) throw new CloudError('too_large', path)
  return { is: 'text', text }
}

/** The cloud's word as a code: the message when it is one of the catalogue, else what the status says. */
function refusal(status: number, text: string, path: string): CloudError {
  const { message, code } = errorBody(text)
  const detail = `${path}: ${status} ${message}`
  if (isCode(message)) return new CloudError(message, detail, status)
  if (status === 401) return new CloudError('not_signed_in', detail, status)
  if (status === 403 || code === '42501') return new CloudError('denied', detail, status)
  if (status === 413) return new CloudError('too_large', detail, status)
  if (status >= 500 || status === 429 || status === 408) return new CloudError('server_down', detail, status)
  return new CloudError('bad_answer', detail, status)
}

function errorBody(text: string): { message: string; code: string } {
  try {
    const { message, code } = JSON.parse(text) as Record<string, unknown>
    return { message: typeof message === 'string' ? message : '', code: typeof code === 'string' ? code : '' }
  } catch {
    return { message: '', code: '' }
  }
}

/** Parses an answer that must be JSON; one that ends early is `cut_off`. */
export function parseJson(answer: Answer, path: string): unknown {
  if (answer.is === 'conflict') throw new CloudError('bad_answer', `${path}: 409`, 409)
  try {
    return JSON.parse(answer.text)
  } catch {
    const looksCut = /^\s*[[{]/.test(answer.text)
    throw new CloudError(looksCut ? 'cut_off' : 'bad_answer', `${path}: not JSON`)
  }
}
