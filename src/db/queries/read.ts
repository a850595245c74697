import { alive } from '../open.ts'
import { type Replica, readReplica, type Want } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'

/*
 * A transaction's function must itself be declared `async`: Dexie looks at that to follow native awaits, and ends the transaction
 * early (PrematureCommitError) when a plain function hands it another's promise.
 */

/** Runs one query in one read transaction over what views are made of. */
export const inOneRead = <T>(db: PunctajDb, query: () => Promise<T>): Promise<T> =>
  alive(db, () =>
    db.transaction('r', [db.meta, db.leaves, db.outbox, db.files, db.tray, db.history], async () => query()),
  )

/** The replica of one moment, with what a query needs of it. */
export const readAlone = (db: PunctajDb, want?: Want): Promise<Replica> => inOneRead(db, () => readReplica(db, want))

/** The archive indexes of a view. */
export const archiveLeaves: Want = (index) => Object.keys(index).filter((key) => key.startsWith('archives:'))
