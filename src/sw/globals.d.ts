import type { PrecacheEntry } from 'workbox-precaching'

declare global {
  interface ServiceWorkerGlobalScope {
    /** Files of the build with their revisions, written in by the build. */
    readonly __WB_MANIFEST: PrecacheEntry[]
  }
}
