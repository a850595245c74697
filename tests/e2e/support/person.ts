import { createHash } from 'node:crypto'
import { signIn } from '../../../local/client.ts'
import type { Cloud } from '../../../local/cloud.ts'
import { demoPassword, demoPeople } from '../../../local/demo/people.ts'

export type Who = keyof typeof demoPeople

/** Speaks to the cloud as one person, without any app. */
export interface Person {
  id: string
  rpc<T = unknown>(name: string, body?: Record<string, unknown>): Promise<{ status: number; body: T }>
  /** A stored file's text and its SHA-256. */
  file(path: string): Promise<{ status: number; text: string; sha256: string }>
}

export async function personOf({ url, publishableKey: apikey }: Cloud, who: Who): Promise<Person> {
  const { accessToken, userId } = await signIn(url, apikey, demoPeople[who].email, demoPassword)
  const headers = { apikey, authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  return {
    id: userId,
    rpc: async <T>(name: string, body: Record<string, unknown> = {}) => {
      const answer = await fetch(`${url}/rest/v1/rpc/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as T }
    },
    file: async (path) => {
      const answer = await fetch(`${url}/storage/v1/object/authenticated/arhiva/${path}`, { headers })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return {
        status: answer.status,
        text: bytes.toString('utf8'),
        sha256: createHash('sha256').update(bytes).digest('hex'),
      }
    },
  }
}
