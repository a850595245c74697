import { alive } from '../open.ts'
import type { PunctajDb } from '../schema.ts'

/** Runs one query in one read transaction over what views are made of. */
export const inOneRead = <T>(db: PunctajDb, query: () => Promise<T>): Promise<T> =>
  alive(db, () => db.transaction('r', [db.meta, db.leaves, db.outbox, db.files, db.tray, db.history], query))
