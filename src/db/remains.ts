import { Dexie, type DexieOptions } from 'dexie'
import { v4 } from 'uuid'
import { CloudError } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import { readMeta, readMetas, writeMeta } from './meta.ts'
import { alive, retireDb, wipeDb } from './open.ts'
import { readReplica } from './replica.ts'
import { databasePrefix as prefix, PunctajDb } from './schema.ts'

/** Edits of somebody who is not signed in here any more: all that is left of them. */
export interface Remains {
  user: Id
  /** Empty when it is not known. */
  name: string
  unsent: number
  tray: number
}

/**
 * How long an emptied database stays before it is deleted. Browsers write localStorage to the disk some seconds late: after a
 * power cut the session may be back, and only the mark in here says that its person has left.
 */
const markedMs = 10_000

/** Where the databases are, besides the platform's own place: tests have one for each device. */
export type Place = DexieOptions & { indexedDB: IDBFactory }

/**
 * Empties a person's database in one transaction and marks it; from then on nothing of them is on this device.
 *
 * @param at of the mark, epoch ms
 * @param discards false: nothing is emptied while there are edits that the cloud does not have; another tab may just have made one
 * @throws CloudError `edits_left`
 */
export const emptyDb = (db: PunctajDb, at = Date.now(), discards = true): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.tables, async () => {
      if (!discards && (await countEdits(db)) > 0) throw new CloudError('edits_left')
      await Promise.all(db.tables.map((table) => table.clear()))
      await writeMeta(db, 'leaving', at)
    }),
  )

const countEdits = async (db: PunctajDb): Promise<number> =>
  (await db.outbox.filter(({ state }) => state === 'unsent').count()) + (await db.tray.count())

/** Its person has signed in anew: the database is theirs again, with what was left in it. */
export async function reviveDb(user: Id, place?: Place): Promise<void> {
  const db = new PunctajDb(user, place)
  await alive(db, () =>
    db.transaction('rw', db.tables, async () => {
      await db.meta.delete('left')
      // What was written after the mark came from a tab that did not know yet.
      if ((await readMeta(db, 'leaving')) !== undefined) await Promise.all(db.tables.map((table) => table.clear()))
    }),
  ).finally(() => db.close())
}

/**
 * Deletes what people who are not signed in have left on this device, but for edits that the cloud does not have: these stay
 * until they are exported or thrown away, or until their person is back. Every start and every end of a session come here, so
 * that a job which was cut off is finished.
 *
 * @param signedIn asked again at each database: another tab may sign in meanwhile
 * @returns whose edits are left
 */
export async function tidy(signedIn: () => Id | null, place?: Place): Promise<Remains[]> {
  const left: Remains[] = []
  for (const user of await usersHere(place)) {
    if (user === signedIn()) continue
    const db = new PunctajDb(user, place)
    const found = await tidyOne(db, signedIn).catch((error: unknown) => void console.warn('tidy', error))
    if (found === 'delete') await remove(db)
    else if (found) left.push(found)
    retireDb(db)
  }
  return left
}

async function usersHere(place?: Place): Promise<Id[]> {
  const names = place
    ? (await place.indexedDB.databases()).map(({ name }) => name ?? '')
    : await Dexie.getDatabaseNames()
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
}

const tidyOne = (db: PunctajDb, signedIn: () => Id | null): Promise<Remains | 'delete' | null> =>
  alive(db, () => db.transaction('rw', db.tables, async () => (signedIn() === db.user ? null : reduce(db))))

/** Runs inside the caller's transaction over everything. */
async function reduce(db: PunctajDb): Promise<Remains | 'delete' | null> {
  const { leaving, ...held } = await readMetas(db, ['leaving', 'left', 'device', 'decided'])
  const left = held.left ?? { name: (await readReplica(db)).me()?.name ?? '', at: Date.now() }
  if (leaving !== undefined) await Promise.all([db.outbox.clear(), db.tray.clear()])
  // What is acknowledged is at the cloud.
  await db.outbox.filter(({ state }) => state !== 'unsent').delete()
  const kept = [db.outbox.name, db.tray.name]
  await Promise.all(db.tables.filter(({ name }) => !kept.includes(name)).map((table) => table.clear()))
  const [unsent, tray] = [await db.outbox.count(), await db.tray.count()]
  if (unsent + tray === 0) {
    const at = leaving ?? Date.now()
    await writeMeta(db, 'leaving', at)
    return Math.abs(Date.now() - at) >= markedMs ? 'delete' : null
  }
  await db.meta.bulkPut([
    { key: 'left', value: left },
    { key: 'session', value: v4() },
    { key: 'lock', value: { is: 'synced' } },
    // With them the file of these edits can be imported again, and the device is the one that it was.
    { key: 'device', value: held.device ?? v4() },
    { key: 'decided', value: held.decided ?? [] },
  ])
  return { user: db.user, name: left.name, unsent, tray }
}

/** A tab that is frozen keeps its connection: the database is empty already, its deletion waits for nobody here. */
async function remove(db: PunctajDb): Promise<void> {
  const removing = wipeDb(db).catch(() => undefined)
  await Promise.race([removing, new Promise((done) => setTimeout(done, 1000))])
}

/** Somebody's remains, for a file or to be thrown away. */
export async function withRemains<T>(user: Id, work: (db: PunctajDb) => Promise<T>): Promise<T> {
  const db = new PunctajDb(user)
  try {
    return await work(db)
  } finally {
    retireDb(db)
  }
}

/** Throws somebody's remains away. */
export const discardRemains = (user: Id): Promise<void> => withRemains(user, (db) => emptyDb(db, 0))
