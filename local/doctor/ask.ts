import { Trouble } from './outcome.ts'

/** One request; `path` begins with a slash. */
export interface Ask {
  method: 'GET' | 'POST'
  path: string
  body?: object
}

/** An answer, whatever its status. */
export interface Answer {
  status: number
  text: string
  /** The text as JSON; undefined when it is none. */
  json: unknown
  /** Size of the body, in bytes. */
  bytes: number
  /** From the request to the last byte, in milliseconds. */
  ms: number
  /** What the cloud says of a refusal, in one line. */
  reason: string
}

/** Longer than anything that is asked here; what is longer is somebody else's page. */
const most = 20_000_000

/** A cloud's address, and how long to wait for each of its answers, in milliseconds. */
export interface Target {
  url: string
  patience: number
}

/** Asks a cloud. @throws Trouble when nobody answers in time */
export async function ask(target: Target, headers: Record<string, string>, request: Ask): Promise<Answer> {
  const { method, path, body } = request
  const begun = performance.now()
  try {
    const response = await fetch(target.url + path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(target.patience),
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = (await response.text()).slice(0, most)
    const json = parsed(text)
    const reason = reasonOf(json) ?? `status ${response.status}`
    return {
      status: response.status,
      text,
      json,
      bytes: Buffer.byteLength(text),
      ms: performance.now() - begun,
      reason,
    }
  } catch (error) {
    throw silence(target, error as Error)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** GoTrue, PostgREST and Storage each have a name of their own for it. */
function reasonOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const fields = json as Record<string, unknown>
  const said = ['message', 'msg', 'error_description', 'error'].map((name) => fields[name])
  return said
    .find((text): text is string => typeof text === 'string')
    ?.replace(/\s+/g, ' ')
    .slice(0, 200)
}

function silence({ url, patience }: Target, error: Error): Trouble {
  const { origin } = new URL(url)
  const hint = 'Look whether the address is right and the cloud runs.'
  return error.name === 'TimeoutError'
    ? new Trouble('unknown', `${origin} did not answer within ${patience / 1000} s`, hint)
    : new Trouble('unknown', `No cloud answers at ${origin}`, hint)
}
