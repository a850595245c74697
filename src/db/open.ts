import type { DexieOptions } from 'dexie'
import { v4 } from 'uuid'
import { CloudError } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { readMeta, writeMeta } from './meta.ts'
import { PunctajDb } from './schema.ts'

/** Opens a person's database; a new one gets a session nonce and a device id. */
export async function openDb(user: Id, options?: DexieOptions): Promise<PunctajDb> {
  const db = new PunctajDb(user, options)
  await alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      if ((await readMeta(db, 'session')) !== undefined) return
      await writeMeta(db, 'session', v4())
      await writeMeta(db, 'device', v4())
      await writeMeta(db, 'lock', { is: 'synced' })
    }),
  )
  return db
}

/** Closes a database for good and deletes it. */
export async function wipeDb(db: PunctajDb): Promise<void> {
  db.retired = true
  await db.delete({ disableAutoOpen: true })
}

/** A name that only the end of the storage gives. */
const isClosed = (error: unknown): boolean =>
  error instanceof Error && ['DatabaseClosedError', 'InvalidStateError', 'UnknownError'].includes(error.name)

/** Dexie wraps what IndexedDB threw; the quota error may be the inner one. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'QuotaExceededError' || ('inner' in error && isFull(error.inner))
}

/**
 * Runs storage work. A database that the browser closed under us is opened again and the work done once more; a full disk
 * becomes `storage_full`, a lost database `storage_lost`, a newer schema `client_too_old`.
 */
export async function alive<T>(db: PunctajDb, work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isClosed(error)) throw asCoded(error)
    if (db.retired) throw new CloudError('session_ended', 'the database is gone')
    try {
      db.close()
      await db.open()
      return await work()
    } catch (again) {
      throw isClosed(again) ? new CloudError('storage_lost', String(again)) : asCoded(again)
    }
  }
}

function asCoded(error: unknown): unknown {
  if (isFull(error)) return new CloudError('storage_full')
  if (error instanceof Error && error.name === 'VersionError') return new CloudError('client_too_old')
  return error
}
