import type { SupabaseClient } from '@supabase/supabase-js'
import { CloudError } from '../../domain/errors.ts'
import { renew } from './renew.ts'
import type { CloudSettings } from './settings.ts'
import { clearEnded, endedWhy, mustStore, noteClock, readStored, removeStored, store, storageKey } from './stored.ts'
import { askLogout, askToken } from './token.ts'

/** Signing in and out, and tokens; in pages only. */
export type Auth = ReturnType<typeof createAuth>

const loadClient = async ({ url, key }: CloudSettings): Promise<SupabaseClient> => {
  const { createClient } = await import('@supabase/supabase-js')
  const auth = { flowType: 'pkce', detectSessionInUrl: true, autoRefreshToken: false, storageKey } as const
  return createClient(url, key, { auth })
}

export function createAuth(settings: CloudSettings) {
  let made: Promise<SupabaseClient> | undefined
  // Loaded for the way over Discord's page only: a start with a session needs none of it.
  const client = () => (made ??= loadClient(settings).catch(forget))
  const forget = () => {
    made = undefined
    throw new CloudError('offline')
  }

  return {
    stored: readStored,
    ended: endedWhy,
    /** Finishes a sign-in that came back in the address; false when there is none. */
    async finishSignIn(address: URL): Promise<boolean> {
      if (!address.searchParams.has('code') && !address.searchParams.has('error_description')) return false
      const { error } = await (await client()).auth.initialize()
      if (error) throw asCloudError(error)
      noteClock()
      clearEnded()
      return true
    },
    async signInWithDiscord(redirectTo: string): Promise<void> {
      mustStore()
      const options = { redirectTo, scopes: 'identify email' }
      const { error } = await (await client()).auth.signInWithOAuth({ provider: 'discord', options })
      if (error) throw asCloudError(error)
    },
    async signInWithPassword(email: string, password: string): Promise<void> {
      mustStore()
      store(await askToken(settings, { is: 'password', email, password }))
      clearEnded()
    },
    /** Ends the session on this device; what comes back ends it at the cloud. */
    forget(): () => Promise<void> {
      const token = readStored()?.accessToken
      removeStored(null)
      return async () => void (token !== undefined && (await askLogout(settings, token).catch(() => undefined)))
    },
    renew: (refused: string | null) => renew(settings, refused),
  }
}

/** supabase-js gives what came back in the address a status of 500. */
const fromDiscord = new Set(['AuthImplicitGrantRedirectError', 'AuthPKCEGrantCodeExchangeError'])

/** Discord's page, or the exchange after it, refused; everything without an answer is the network's. */
function asCloudError({ name, status = 0, message }: { message: string; status?: number | undefined; name: string }) {
  const isAnswer = fromDiscord.has(name) || (status >= 400 && status < 500 && status !== 429)
  if (!isAnswer) return new CloudError('offline', message)
  return new CloudError(/banned/i.test(message) ? 'account_blocked' : 'sign_in_refused', message, status)
}
