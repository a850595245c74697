import * as v from 'valibot'
import { CloudError, type Code, isCode } from '../../domain/errors.ts'

/** Where supabase-js keeps the session; read here without loading it. */
export const storageKey = 'punctaj.auth'
const clockKey = 'punctaj.clock'
/** Why the last session ended, until the next one begins: every tab's sign-in page says it. */
const endedKey = 'punctaj.ended'
/** The institution that was open last (src/stores/ui.ts): it is the person's, not the device's. */
const placeKey = 'punctaj:place'
const marginMs = 60_000

const schema = v.object({
  access_token: v.string(),
  refresh_token: v.string(),
  expires_at: v.number(),
  user: v.object({ id: v.string(), email: v.fallback(v.nullable(v.string()), null) }),
})

/** A session as it is stored, in the shape of GoTrue's answer. */
export type RawSession = v.InferOutput<typeof schema>

export interface StoredSession {
  accessToken: string
  refreshToken: string
  /** Epoch ms, by the server's clock. */
  expiresAt: number
  user: string
  email: string | null
}

/** The session as it is stored now; another tab may have renewed or ended it. */
export function readStored(): StoredSession | null {
  try {
    const { access_token, refresh_token, user } = v.parse(schema, JSON.parse(localStorage.getItem(storageKey) ?? ''))
    const { exp } = claims(access_token)
    return {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresAt: exp * 1000,
      user: user.id,
      email: user.email,
    }
  } catch {
    return null
  }
}

/** Checks an answer that must be a session. @throws CloudError `bad_answer` */
export function parseSession(value: unknown): RawSession {
  try {
    const seconds = Math.floor(Date.now() / 1000)
    const session = v.parse(schema, { expires_at: seconds, ...(value as object) })
    return { ...session, expires_at: claims(session.access_token).exp }
  } catch {
    throw new CloudError('bad_answer', 'not a session')
  }
}

/** Keeps a session that the cloud has just given. */
export function store(session: RawSession): void {
  localStorage.setItem(storageKey, JSON.stringify(session))
  noteClock()
}

/** Forgets the session and what else is the person's; `why` is said on the sign-in page until somebody signs in. */
export function removeStored(why: Code | null): void {
  if (why === null) localStorage.removeItem(endedKey)
  else localStorage.setItem(endedKey, why)
  localStorage.removeItem(placeKey)
  localStorage.removeItem(`${storageKey}-code-verifier`)
  localStorage.removeItem(storageKey)
}

/** Why the last session ended; undefined when its person signed out, or there was none. */
export function endedWhy(): Code | undefined {
  const why = localStorage.getItem(endedKey) ?? ''
  return isCode(why) ? why : undefined
}

/** A new session has begun. */
export const clearEnded = (): void => localStorage.removeItem(endedKey)

/**
 * Without this storage there is no session.
 *
 * @throws CloudError `storage_blocked` when the browser keeps nothing for this site
 */
export function mustStore(): void {
  try {
    localStorage.setItem(`${storageKey}.try`, '1')
    localStorage.removeItem(`${storageKey}.try`)
  } catch (error) {
    throw new CloudError('storage_blocked', String(error))
  }
}

function claims(token: string): { exp: number; iat: number } {
  const part = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')
  return v.parse(v.object({ exp: v.number(), iat: v.fallback(v.number(), 0) }), JSON.parse(atob(part)))
}

/** Notes how far this device's clock is from the server's, at the moment a token was issued. */
export function noteClock(): void {
  const stored = readStored()
  const iat = stored ? claims(stored.accessToken).iat : 0
  if (iat > 0) localStorage.setItem(clockKey, String(iat * 1000 - Date.now()))
}

/** Whether a token ends within a minute, by the server's clock. */
export function expiresSoon({ expiresAt }: StoredSession): boolean {
  const offset = Number(localStorage.getItem(clockKey) ?? 0)
  return Date.now() + offset > expiresAt - marginMs
}
