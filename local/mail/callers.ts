import { CloudError } from '../cloud-error.ts'
import type { Call } from './outbox.ts'

const patience = 30_000

/** Calls a cloud as its server program, over HTTP. `key`: a secret (`sb_secret_…`) or service_role key. @throws CloudError */
export const callByHttp =
  (url: string, key: string): Call =>
  async (name, args) => {
    const response = await fetch(`${url}/rest/v1/rpc/${name}`, {
      method: 'POST',
      // Both, alike: the older keys are tokens, the newer ones are looked up.
      headers: { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(patience),
    }).catch((error: unknown) => {
      throw new CloudError(`no answer from the cloud at ${new URL(url).origin}: ${reason(error)}`)
    })
    if (response.ok) return response.json()
    const { status } = response
    const hint = status === 401 || status === 403 ? ' (PUNCTAJ_SERVICE_KEY must be a secret or service_role key)' : ''
    throw new CloudError(`${name} was refused: ${status} ${(await response.text()).slice(0, 200)}${hint}`)
  }

/** `fetch failed` says nothing; its cause does. */
const reason = (error: unknown): string => {
  const { message, cause } = error as Error
  return cause instanceof Error && cause.message !== '' ? cause.message : message
}

/** Calls the database itself, as the embedded cloud does for its own worker. */
export const callByQuery =
  (query: (sql: string, values: (string | number)[]) => Promise<Record<string, unknown>[]>): Call =>
  async (name, args) => {
    const names = Object.keys(args).map((key, index) => `${key} => $${index + 1}`)
    const [row] = await query(`select public.${name}(${names.join(', ')}) as answer`, Object.values(args))
    return row?.['answer']
  }
