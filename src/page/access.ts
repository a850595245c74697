import type { Access as WorkerAccess } from '../channel/worker.ts'
import type { Auth } from '../cloud/auth/session.ts'
import type { CloudSettings } from '../cloud/auth/settings.ts'
import { expiresSoon, type StoredSession } from '../cloud/auth/stored.ts'
import type { Access } from '../cloud/http.ts'
import { codeOf } from '../domain/errors.ts'
import { isEnd } from '../domain/sessionEnd.ts'
import { exclusively, tokenLock } from '../sync/exclusive.ts'

/** A page's tokens: read where they are stored, renewed when they end, handed to the worker. */
export interface PageAccess {
  http: Access
  /**
   * Renews ahead of the end; called each second, does something once an hour. Notices a session that is gone.
   *
   * @param isUp the cloud answers: without that a renewal is not tried, so that the first one after a time without a network
   *   is not held up by one that was in vain
   */
  keep(isUp: boolean): void
  /** Gives the worker the token that is stored, or one in place of the refused. */
  give(refused: string | null): Promise<void>
  /** Asks the cloud whether the session still holds, whatever the token says. */
  prove(): Promise<void>
}

export interface PageAccessOptions {
  user: string
  settings: CloudSettings
  auth: Auth
  toWorker(access: WorkerAccess): void
  /** The cloud ended the session for good, or another tab did, or somebody else is signed in by now. */
  onEnd(): void
}

/** Joins a page's tokens to the worker's, for one person. */
export function pageAccess({ user, settings, auth, toWorker, onEnd }: PageAccessOptions): PageAccess {
  const { url, key } = settings
  let isRenewing = false

  const stored = (): StoredSession | null => ofUser(auth.stored(), user)

  async function renew(refused: string | null): Promise<StoredSession | null> {
    try {
      const fresh = await exclusively(tokenLock, true, () => auth.renew(refused))
      if (fresh?.user !== user) return null
      toWorker({ accessToken: fresh.accessToken, expiresAt: fresh.expiresAt, user, url, key })
      return fresh
    } catch (error) {
      // Only the cloud's own word ends a session; without a network everything stays as it is.
      if (isEnd(codeOf(error))) onEnd()
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
    keep(isUp) {
      const session = stored()
      // A page that was frozen, or in the back-forward cache, has not heard of it.
      if (!session) return onEnd()
      if (isRenewing || !isUp || !expiresSoon(session)) return
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
    prove: async () => void (await renew(stored()?.accessToken ?? null)),
  }
}

const ofUser = (session: StoredSession | null, user: string): StoredSession | null =>
  session?.user === user ? session : null
