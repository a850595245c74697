import type { PrecacheEntry } from 'workbox-precaching'

declare global {
  /** Background Sync, which TypeScript's libraries leave out. */
  interface SyncEvent extends ExtendableEvent {
    readonly tag: string
  }

  interface ServiceWorkerGlobalScopeEventMap {
    sync: SyncEvent
  }

  interface ServiceWorkerGlobalScope {
    /** Files of the build with their revisions, written in by the build. */
    readonly __WB_MANIFEST: PrecacheEntry[]
  }
}
