interface ServiceWorkerGlobalScope {
  /** Files of the build with their revisions, written in by the build. */
  readonly __WB_MANIFEST: import('workbox-precaching').PrecacheEntry[]
}
