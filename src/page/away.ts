import { watch } from 'vue'
import { type Access, syncTag } from '../channel/worker.ts'
import { writeMeta } from '../db/meta.ts'
import type { PunctajDb } from '../db/schema.ts'
import { useSync } from '../stores/sync.ts'

interface Registration extends ServiceWorkerRegistration {
  /** Background Sync: Chromium has it, Firefox and Safari do not. */
  sync?: { register(tag: string): Promise<void> }
}

/**
 * While edits are unsent and the page is hidden or without a network, the browser is asked to let the worker push them even when
 * no page is left. Only then is the access token (an hour's worth, never the refresh token) put where the worker finds it; it
 * goes when the edits have been sent, and with the database at a sign-out.
 *
 * @returns what ends it
 */
export function watchAway(db: PunctajDb, access: () => Access | null): () => void {
  const sync = useSync()
  const ask = () => {
    const isAway = sync.link === 'offline' || document.visibilityState === 'hidden'
    if (isAway && sync.unsent > 0)
      void leaveToWorker(db, access()).catch((error: unknown) => console.warn('background sync', String(error)))
  }
  document.addEventListener('visibilitychange', ask)
  const unwatch = watch(() => [sync.link, sync.unsent], ask)
  return () => {
    document.removeEventListener('visibilitychange', ask)
    unwatch()
  }
}

async function leaveToWorker(db: PunctajDb, access: Access | null): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  const registration: Registration | undefined = await container?.getRegistration()
  if (!registration?.sync || !access || !db.isOpen()) return
  await writeMeta(db, 'access', access)
  await registration.sync.register(syncTag)
}
