import { CloudError, type Code } from '../../domain/errors.ts'
import type { CloudSettings } from './settings.ts'
import { parseSession, type RawSession } from './stored.ts'

/** What a session is asked for with. */
export type Grant = { is: 'refresh_token'; refresh_token: string } | { is: 'password'; email: string; password: string }

/**
 * The words of GoTrue that are its last on a session. Whatever else a refusal says, and whoever says it (a proxy, a captive
 * portal, a key that is wrong for an hour), nobody is signed out by it.
 */
const endings: Record<string, Code> = {
  refresh_token_not_found: 'session_ended',
  refresh_token_already_used: 'session_ended',
  session_not_found: 'session_ended',
  session_expired: 'session_ended',
  user_not_found: 'session_ended',
  // What is stored is no token at all.
  validation_failed: 'session_ended',
  // GoTrue before 2024.
  invalid_grant: 'session_ended',
  user_banned: 'account_blocked',
}

const refusals: Record<string, Code> = {
  invalid_credentials: 'wrong_password',
  invalid_grant: 'wrong_password',
  validation_failed: 'wrong_password',
  user_banned: 'account_blocked',
}

/**
 * Asks the cloud for a session. Not through supabase-js, which drops the stored one on any 4xx and on a 200 without a session.
 *
 * @throws CloudError the cloud's last word (`session_ended`, `account_blocked`, `wrong_password`), or why there was none
 */
export async function askToken({ url, key }: CloudSettings, { is, ...body }: Grant): Promise<RawSession> {
  let response: Response
  let answer: unknown
  try {
    response = await fetch(`${url}/auth/v1/token?grant_type=${is}`, {
      method: 'POST',
      headers: { apikey: key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    })
    answer = await response.json().catch(() => null)
  } catch (error) {
    throw new CloudError(error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'offline', String(error))
  }
  if (response.ok) return parseSession(answer)
  throw refusal(response.status, answer, is === 'password' ? refusals : endings)
}

function refusal(status: number, answer: unknown, known: Record<string, Code>): CloudError {
  if (status >= 500 || status === 429 || status === 408) return new CloudError('server_down', '', status)
  const { error_code, code, error } = (answer ?? {}) as Record<string, unknown>
  const word = [error_code, code, error].find((one) => typeof one === 'string') ?? ''
  return new CloudError(Object.hasOwn(known, word) ? (known[word] ?? 'bad_answer') : 'bad_answer', word, status)
}

/** Ends a session at the cloud, if it can be reached; also when the page goes away meanwhile. */
export async function askLogout({ url, key }: CloudSettings, accessToken: string): Promise<void> {
  await fetch(`${url}/auth/v1/logout?scope=local`, {
    method: 'POST',
    headers: { apikey: key, authorization: `Bearer ${accessToken}` },
    keepalive: true,
    signal: AbortSignal.timeout(3000),
    credentials: 'omit',
  })
}
