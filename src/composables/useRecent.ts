import { currentDb } from '../db/current.ts'
import { addRecent, readRecent } from '../db/recent.ts'
import { type Live, useLive } from './useLive.ts'

/** What was chosen in the palette lately, and the way to add to it; a choice that cannot be kept is none the worse. */
export function useRecent(): { recent: Live<string[]>; add: (key: string) => void } {
  return {
    recent: useLive(readRecent),
    add(key) {
      const db = currentDb()
      if (db) void addRecent(db, key).catch((error: unknown) => console.warn('recent', error))
    },
  }
}
