import type { PunctajDb } from './schema.ts'

/** The database of who is signed in on this page; null before and after. Set by the session. */
let current: PunctajDb | null = null
const listeners = new Set<() => void>()

export const currentDb = (): PunctajDb | null => current

/** Makes a database the page's, or none. */
export function setCurrentDb(db: PunctajDb | null): void {
  current = db
  for (const listener of listeners) listener()
}

/** Calls back whenever another database becomes the page's. */
export function onCurrentDb(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
