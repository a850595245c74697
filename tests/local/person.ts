import type { Cloud } from '../../local/cloud.ts'
import { signIn } from '../../local/client.ts'
import { demoPassword } from '../../local/demo/people.ts'

/** Somebody signed in, with the calls a device makes. */
export interface Person {
  id: string
  refreshToken: string
  headers: Record<string, string>
  get(path: string): Promise<Response>
  post(path: string, body: unknown): Promise<Response>
  /** Calls an RPC and returns its JSON; the status when it was refused. */
  rpc<T = Record<string, unknown>>(name: string, args?: object): Promise<T>
}

/** Signs a demo person in. */
export async function signedIn(
  { url, publishableKey }: Pick<Cloud, 'url' | 'publishableKey'>,
  name: string,
): Promise<Person> {
  const session = await signIn(url, publishableKey, `${name}@punctaj.local`, demoPassword)
  return person(url, publishableKey, session)
}

/** The calls of whoever holds that session. */
export function person(
  url: string,
  apikey: string,
  session: { accessToken: string; refreshToken: string; userId: string },
): Person {
  const headers = { apikey, authorization: `Bearer ${session.accessToken}`, 'content-type': 'application/json' }
  const post = (path: string, body: unknown) =>
    fetch(url + path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) })
  return {
    id: session.userId,
    refreshToken: session.refreshToken,
    headers,
    get: (path) => fetch(url + path, { headers }),
    post,
    async rpc<T>(name: string, args: object = {}) {
      const response = await post(`/rest/v1/rpc/${name}`, args)
      return (response.ok ? await response.json() : response.status) as T
    },
  }
}
