import type { SupabaseClient } from '@supabase/supabase-js'
import { CloudError } from '../../domain/errors.ts'
import { expiresSoon, noteClock, readStored, type StoredSession, storageKey } from './stored.ts'
import type { CloudSettings } from './settings.ts'

/** A token is not renewed more often than this, whatever asks for it. */
const leastMs = 30_000
const renewedKey = 'punctaj.renewed'

/** Signing in and out, and tokens; in pages only. */
export type Auth = ReturnType<typeof createAuth>

export function createAuth({ url, key }: CloudSettings) {
  let made: Promise<SupabaseClient> | undefined
  // Loaded when it is needed: a start with a valid session needs none of it.
  const client = () =>
    (made ??= import('@supabase/supabase-js').then(({ createClient }) =>
      createClient(url, key, {
        auth: { flowType: 'pkce', detectSessionInUrl: true, autoRefreshToken: false, storageKey },
      }),
    ))

  return {
    stored: readStored,
    /** Finishes a sign-in that came back in the address; false when there is none. */
    async finishSignIn(address: URL): Promise<boolean> {
      if (!address.searchParams.has('code') && !address.searchParams.has('error_description')) return false
      const { error } = await (await client()).auth.initialize()
      noteClock()
      if (error) throw asCloudError(error)
      return true
    },
    async signInWithDiscord(redirectTo: string): Promise<void> {
      const options = { redirectTo, scopes: 'identify email' }
      const { error } = await (await client()).auth.signInWithOAuth({ provider: 'discord', options })
      if (error) throw asCloudError(error)
    },
    async signInWithPassword(email: string, password: string): Promise<void> {
      const { error } = await (await client()).auth.signInWithPassword({ email, password })
      if (error) throw asCloudError(error)
      noteClock()
    },
    /** Ends the session here at once, and at the cloud when it can be reached. */
    async signOut(): Promise<void> {
      const end = client().then((supabase) => supabase.auth.signOut({ scope: 'local' }))
      await Promise.race([end.catch(() => undefined), new Promise((done) => setTimeout(done, 3000))])
      localStorage.removeItem(storageKey)
    },
    renew: (refused: string | null): Promise<StoredSession> => renew(client, refused),
  }
}

/**
 * A token in place of a refused or expiring one. All tabs come here one after the other; who waited finds the new one stored.
 *
 * @throws CloudError `session_ended` when the cloud says so for good; `offline` when it cannot be asked
 */
async function renew(client: () => Promise<SupabaseClient>, refused: string | null): Promise<StoredSession> {
  return navigator.locks.request('punctaj:token', async () => {
    const stored = readStored()
    if (!stored) throw new CloudError('session_ended')
    if (stored.accessToken !== refused && !expiresSoon(stored)) return stored
    if (Date.now() - Number(localStorage.getItem(renewedKey) ?? 0) < leastMs) throw new CloudError('not_signed_in')
    localStorage.setItem(renewedKey, String(Date.now()))
    const { error } = await (await client()).auth.refreshSession({ refresh_token: stored.refreshToken })
    if (error) throw asCloudError(error)
    noteClock()
    const fresh = readStored()
    if (!fresh) throw new CloudError('session_ended')
    return fresh
  })
}

/** A refusal by the cloud is definitive; everything without an answer is the network's. */
function asCloudError(error: { message: string; status?: number | undefined; name: string }): CloudError {
  const status = error.status ?? 0
  if (error.name === 'AuthRetryableFetchError' || status === 0 || status >= 500 || status === 429) {
    return new CloudError('offline', error.message)
  }
  return new CloudError('session_ended', error.message, status)
}
