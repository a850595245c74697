import type { DexieOptions } from 'dexie'
import { v4 } from 'uuid'
import { CloudError } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { readMeta, writeMeta } from './meta.ts'
import { refreshAll } from './refresh.ts'
import { PunctajDb } from './schema.ts'
import { asCoded, isLost } from './storageErrors.ts'

/**
 * Opens a person's database; a new one gets a session nonce and a device id.
 *
 * @throws CloudError `session_ended` when a sign-out has emptied it and nobody has signed in since
 */
export async function openDb(user: Id, options?: DexieOptions): Promise<PunctajDb> {
  const db = new PunctajDb(user, options)
  await alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      if ((await readMeta(db, 'leaving')) !== undefined) throw new CloudError('session_ended')
      if ((await readMeta(db, 'session')) !== undefined) return
      await writeMeta(db, 'session', v4())
      await writeMeta(db, 'device', v4())
      await writeMeta(db, 'lock', { is: 'synced' })
    }),
  ).catch((error: unknown) => {
    db.close({ disableAutoOpen: true })
    throw error
  })
  return db
}

/**
 * Closes a connection for good: whatever still runs on it ends in `session_ended`. Merely closed, the next late read would
 * open the database again, and create it anew where it was just deleted.
 */
export function retireDb(db: PunctajDb): void {
  db.retired = true
  db.close({ disableAutoOpen: true })
}

/** Closes a database for good and deletes it. */
export async function wipeDb(db: PunctajDb): Promise<void> {
  db.retired = true
  await db.delete({ disableAutoOpen: true })
}

/** How long the next try of work waits whose connection was lost, ms: after a device wakes the storage may not be back at once. */
const waits = [0, 100, 500]

/**
 * Runs storage work. A database that the browser closed under us is opened again and the work done once more; a full disk
 * becomes `storage_full`, storage that is forbidden `storage_blocked`, a lost database `storage_lost`, a newer schema
 * `client_too_old`. Not to be called inside a transaction: that is gone with its connection.
 *
 * @param work told whether it is done again: the first try may have been committed with its answer lost
 */
export async function alive<T>(db: PunctajDb, work: (again: boolean) => PromiseLike<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    const connection = db.backendDB() as IDBDatabase | null
    try {
      const answer = await work(tries > 0)
      if (tries > 0) refreshAll(db)
      return answer
    } catch (error) {
      if (!isLost(error)) throw asCoded(error)
      if (db.retired) throw new CloudError('session_ended', 'the database is gone')
      const wait = waits[tries]
      if (wait === undefined) throw asCoded(error)
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      // Whoever else lost this connection may have opened another one by now. The next use of a closed one opens it.
      if (!db.retired && db.backendDB() === connection) db.close({ disableAutoOpen: false })
    }
  }
}
