import type { Id } from '../domain/model.ts'
import { databaseName, type OutboxRow, type TrayRow } from './schema.ts'

/** What the cloud does not have for sure. */
export interface UnsentRows {
  outbox: OutboxRow[]
  tray: TrayRow[]
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB'))
  })

/**
 * Outbox and tray out of a database of whatever version: their names and rows are frozen (docs/protocol.md, section 10), so that
 * an app which is too old for the rest can still hand them over.
 */
export async function rawUnsent(user: Id, factory: IDBFactory = indexedDB): Promise<UnsentRows> {
  const db = await done(factory.open(databaseName(user)))
  try {
    const [outbox, tray] = await Promise.all([rowsOf<OutboxRow>(db, 'outbox'), rowsOf<TrayRow>(db, 'tray')])
    return { outbox, tray }
  } finally {
    db.close()
  }
}

async function rowsOf<T>(db: IDBDatabase, store: string): Promise<T[]> {
  if (!db.objectStoreNames.contains(store)) return []
  return (await done(db.transaction(store, 'readonly').objectStore(store).getAll())) as T[]
}
