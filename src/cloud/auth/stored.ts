import * as v from 'valibot'

/** Where supabase-js keeps the session; read here without loading it. */
export const storageKey = 'punctaj.auth'
const clockKey = 'punctaj.clock'
const marginMs = 60_000

const schema = v.object({
  access_token: v.string(),
  refresh_token: v.string(),
  expires_at: v.number(),
  user: v.object({ id: v.string(), email: v.fallback(v.nullable(v.string()), null) }),
})

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
