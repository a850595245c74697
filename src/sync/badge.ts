import type { Lock } from '../domain/lock.ts'

interface Badged {
  setAppBadge?(): Promise<void>
  clearAppBadge?(): Promise<void>
}

/** Marks the installed app's icon while a resync is required. Where an app has no badge, nothing happens. */
export function showBadge(lock: Lock): void {
  const app = globalThis.navigator as Badged | undefined
  // The first download is no demand: whoever waits for it is looking at it.
  const isRequired = lock.is !== 'synced' && lock.cause.reason !== 'first'
  const done = isRequired ? app?.setAppBadge?.() : app?.clearAppBadge?.()
  // Not installed, or not allowed.
  void done?.catch(() => undefined)
}
