import { sameKeep } from '../domain/keepChoice.ts'
import type { Lock, LockEvent } from '../domain/lock.ts'
import { nextLock } from '../domain/lock.ts'
import { archivesToFetch, putFiles } from './files.ts'
import { adoptForce, applyPrepared } from './apply.ts'
import { readMeta, readMetas, writeMeta } from './meta.ts'
import { alive } from './open.ts'
import { pendingIds, settle, unsentOps } from './outbox.ts'
import { writePrepared } from './prepare.ts'
import { readIndex } from './replica.ts'
import type { FileRow, LeafRow, Meta, PunctajDb } from './schema.ts'
import { heldBodies, stageRows } from './stage.ts'

/**
 * The lock after an event, written where it changed.
 *
 * @param base when given, the event counts only while the head has this stamp (null: while there is none)
 */
export const moveLock = (db: PunctajDb, event: LockEvent, base?: string | null): Promise<Lock> =>
  alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      const { lock = { is: 'synced' } as const, head } = await readMetas(db, ['lock', 'head'])
      if (base !== undefined && base !== (head?.stamp ?? null)) return lock
      const next = nextLock(lock, event)
      if (next !== lock) await writeMeta(db, 'lock', next)
      return next
    }),
  )

/** What a step of the engine must know, at one moment. */
export const readState = (db: PunctajDb) =>
  alive(db, () =>
    db.transaction('r', [db.meta, db.outbox, db.tray], async () => {
      const meta = await readMetas(db, ['session', 'device', 'head', 'lock', 'keep', 'prepared'])
      const { head = null, prepared } = meta
      const outbox = await db.outbox.toArray()
      const unsent = outbox.filter(({ state }) => state === 'unsent')
      return {
        session: meta.session ?? '',
        device: meta.device ?? '',
        head,
        lock: meta.lock ?? ({ is: 'synced' } satisfies Lock),
        keep: meta.keep ?? null,
        isKeepMoved: head !== null && !sameKeep(meta.keep, head.keep),
        unsent: unsent.length,
        acked: outbox.length - unsent.length,
        tray: await db.tray.count(),
        unsentSince: unsent.at(0)?.op.at ?? null,
        unsentUntil: unsent.at(-1)?.op.at ?? null,
        prepared: prepared && prepared.base === (head?.stamp ?? null) ? prepared.head : null,
      }
    }),
  )

/** Counts an automatic download. @returns the day before, whose line is due now */
function countDaily(db: PunctajDb, day: string, items: number, ms: number): Promise<Meta['daily'] | null> {
  let past: Meta['daily'] | null = null
  let wrote: Meta['daily'] | undefined
  return alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      const daily = await readMeta(db, 'daily')
      // An earlier try was committed, and only its answer was lost.
      if (wrote && daily?.day === day && daily.count === wrote.count) return past
      const isToday = daily?.day === day
      const base = isToday ? daily : { day, items: 0, count: 0, ms: 0 }
      past = isToday ? null : (daily ?? null)
      wrote = { day, items: base.items + items, count: base.count + 1, ms: base.ms + ms }
      await writeMeta(db, 'daily', wrote)
      return past
    }),
  )
}

/** The storage port of the engine (src/sync/ports.ts) over one database. */
export const localStore = (db: PunctajDb) => ({
  user: db.user,
  state: () => readState(db),
  lock: (event: LockEvent, base?: string | null) => moveLock(db, event, base),
  index: () => alive(db, () => db.transaction('r', db.meta, async () => readIndex(db))),
  body: async (key: string, hash: string) => (await alive(db, () => db.leaves.get([key, hash])))?.text ?? null,
  held: (session: string, nonce: string, fresh: boolean) =>
    alive(db, () => db.transaction('r', db.meta, async () => heldBodies(db, session, nonce, fresh))),
  stage: async (session: string, nonce: string, rows: LeafRow[]) => {
    if (rows.length === 0) return
    await alive(db, () => db.transaction('rw', db.meta, db.leaves, async () => stageRows(db, session, nonce, rows)))
  },
  prepare: (download: Parameters<typeof writePrepared>[1], rows: LeafRow[]) =>
    alive(db, () => db.transaction('rw', db.meta, db.leaves, async () => writePrepared(db, download, rows))),
  apply: () => applyPrepared(db),
  adoptForce: (force: Parameters<typeof adoptForce>[1]) => adoptForce(db, force),
  dropPrepared: () => alive(db, () => db.meta.delete('prepared')),
  pending: () => pendingIds(db),
  unsent: (most: number) => unsentOps(db, most),
  settle: (results: Parameters<typeof settle>[1]) => settle(db, results),
  sendAgain: async () => void (await alive(db, () => db.outbox.toCollection().modify({ state: 'unsent' }))),
  draftKeys: () => alive(db, () => db.drafts.toCollection().primaryKeys()),
  archivesToFetch: () => archivesToFetch(db),
  putFiles: (rows: FileRow[]) => putFiles(db, rows),
  file: async (id: string) => (await alive(db, () => db.files.get(id))) ?? null,
  dropFile: (id: string) => alive(db, () => db.files.delete(id)),
  fileIds: () => alive(db, () => db.files.toCollection().primaryKeys()),
  log: async (entry: { id: string }) => void (await alive(db, () => db.logs.put({ id: entry.id, entry }))),
  logs: async <T>() => (await alive(db, () => db.logs.toArray())).map(({ entry }) => entry as T),
  dropLogs: (ids: string[]) => alive(db, () => db.logs.bulkDelete(ids)),
  countDaily: (day: string, items: number, ms: number) => countDaily(db, day, items, ms),
})
