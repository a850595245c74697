import type { Access as WorkerAccess } from '../channel/worker.ts'
import type { Auth } from '../cloud/auth/session.ts'
import type { CloudSettings } from '../cloud/auth/settings.ts'
import { expiresSoon, type StoredSession } from '../cloud/auth/stored.ts'
import type { Access } from '../cloud/http.ts'
import { codeOf } from '../domain/errors.ts'

/** A page's tokens: read where they are stored, renewed when they end, handed to the worker. */
export interface PageAccess {
  http: Access
  /** Renews ahead of the end; called each second, does something once an hour. */
  keep(): void
  /** Gives the worker the token that is stored, or one in place of the refused. */
  give(refused: string | null): Promise<void>
}

export interface PageAccessOptions {
  user: string
  settings: CloudSettings
  auth: Auth
  toWorker(access: WorkerAccess): void
  /** The cloud ended the session for good. */
  onEnd(): void
}

export function pageAccess({ user, settings, auth, toWorker, onEnd }: PageAccessOptions): PageAccess {
  const { url, key } = settings
  let isRenewing = false

  const stored = (): StoredSession | null => {
    const session = auth.stored()
    return session?.user === user ? session : null
  }

  async function renew(refused: string | null): Promise<StoredSession | null> {
    try {
      const fresh = await auth.renew(refused)
      if (fresh.user !== user) return null
      toWorker({ accessToken: fresh.accessToken, expiresAt: fresh.expiresAt, user, url, key })
      return fresh
    } catch (error) {
      // Only the cloud's own word ends a session; without a network everything stays as it is.
      if (codeOf(error) === 'session_ended') onEnd()
      return null
    }
  }

  return {
    http: {
      url,
      key,
      token: () => stored()?.accessToken ?? null,
      renew: async (refused) => (await renew(refused)) !== null,
    },
    keep() {
      const session = stored()
      if (isRenewing || !session || !expiresSoon(session) || !navigator.onLine) return
      isRenewing = true
      // Not at once again: a renewal is tried once in 30 s at most.
      void renew(null).finally(() => setTimeout(() => (isRenewing = false), 10_000))
    },
    async give(refused) {
      const session = stored()
      if (!session) return
      const { accessToken, expiresAt } = session
      if (accessToken === refused) await renew(refused)
      else toWorker({ accessToken, expiresAt, user, url, key })
    },
  }
}
