import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { openDb } from '../../src/db/open.ts'
import { trayView } from '../../src/db/queries.ts'
import { rawUnsent } from '../../src/db/rawUnsent.ts'
import { databaseName, schemaVersion } from '../../src/db/schema.ts'
import { readState } from '../../src/db/store.ts'

/** What a newer app does to the database of an older one. */
function upgrade(indexedDB: IDBFactory): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName('u'), (schemaVersion + 1) * 10)
    request.onupgradeneeded = () => request.result.createObjectStore('tomorrow')
    request.onerror = () => reject(new Error('upgrade'))
    request.onsuccess = () => {
      request.result.close()
      resolve()
    }
  })
}

const row = { id: 'a', op: { kind: 'points.add' } as never, state: 'unsent' as const }
const trayRow = { id: 'b', op: { kind: 'points.add' } as never, result: { id: 'b', status: 'denied' as const }, at: 1 }

test('a database that a newer app has changed is refused plainly, and its outbox can still be had', async () => {
  const indexedDB = new IDBFactory()
  const db = await openDb('u', { indexedDB, IDBKeyRange })
  await db.outbox.add(row)
  await db.tray.add(trayRow)
  db.close()
  await upgrade(indexedDB)
  await expect(openDb('u', { indexedDB, IDBKeyRange })).rejects.toMatchObject({ code: 'client_too_old' })
  const { outbox, tray } = await rawUnsent('u', indexedDB)
  expect(outbox).toMatchObject([row])
  expect(tray).toEqual([trayRow])
})

test('an open database makes way for a newer app, and is not opened again by the older one', async () => {
  const indexedDB = new IDBFactory()
  const db = await openDb('u', { indexedDB, IDBKeyRange })
  await db.outbox.add(row)
  const heard = vi.fn()
  db.onNewer = heard
  await upgrade(indexedDB)
  expect(heard).toHaveBeenCalledOnce()
  await expect(readState(db)).rejects.toMatchObject({ code: 'client_too_old' })
  await expect(trayView(db)).rejects.toMatchObject({ code: 'client_too_old' })
  expect((await rawUnsent('u', indexedDB)).outbox).toHaveLength(1)
})
