import { currentDb } from '../db/current.ts'
import { changesView } from '../db/queries.ts'
import type { InstitutionChanges } from '../domain/views.ts'

/** What the resync that has just ended brought; asked once, as own edits add to it later. */
export function useLastChanges(): () => Promise<InstitutionChanges[]> {
  return async () => {
    const db = currentDb()
    return (db && (await changesView(db))) ?? []
  }
}
