import { v4 } from 'uuid'
import { parseKey } from '../domain/keys.ts'
import { nextLock } from '../domain/lock.ts'
import type { Id } from '../domain/model.ts'
import { compareIndexes, idsIn, type LeafIndex } from '../domain/plan.ts'
import { readMeta, writeMeta } from './meta.ts'
import { alive } from './open.ts'
import type { Prepared, PunctajDb } from './schema.ts'
import { dropStaged } from './stage.ts'

/** How long own ops are kept after a replica contained them: as long as a restored cloud may have lost them. */
const keptMs = 30 * 24 * 3600 * 1000

/**
 * The only bulk write. Makes the prepared download the replica, in one transaction: session and head are read again, the index
 * is replaced, old bodies and everything outside the new view are deleted, exactly the contained ops leave the outbox, the
 * head moves, and the lock opens if it asked for no newer one. Nothing but the database is awaited.
 *
 * @returns false when nothing was prepared for this session and head; the replica is as it was then
 */
export const applyPrepared = (db: PunctajDb): Promise<boolean> =>
  alive(db, () =>
    db.transaction(
      'rw',
      [db.meta, db.leaves, db.files, db.outbox, db.sent, db.tray, db.drafts, db.history],
      async () => {
        const prepared = await readMeta(db, 'prepared')
        if (!prepared || (await readMeta(db, 'session')) !== prepared.session) return false
        if (((await readMeta(db, 'head'))?.stamp ?? null) !== prepared.base) return false
        const index = (await readMeta(db, 'index')) ?? {}
        await replaceBodies(db, index, prepared.next)
        await dropContained(db, prepared)
        if (prepared.lost.length > 0) await offerLost(db, prepared.lost)
        await moveHead(db, prepared)
        return true
      },
    ),
  )

async function replaceBodies(db: PunctajDb, index: LeafIndex, next: LeafIndex): Promise<void> {
  const { gone, changed } = compareIndexes(index, next)
  await db.leaves.bulkDelete([...gone, ...changed].map((key): [string, string] => [key, index[key]?.hash ?? '']))
  const staging = await readMeta(db, 'staging')
  if (staging) await dropStaged(db, staging, next)
  if (gone.length > 0) await dropOutside(db, gone)
}

/** What hung on leaves that are no longer in the view: archive files, drafts, what changed. */
async function dropOutside(db: PunctajDb, gone: string[]): Promise<void> {
  const archives = gone.flatMap((key) => (parseKey(key)?.kind === 'archives' ? idsIn(key) : []))
  if (archives.length > 0) await db.files.where('institution').anyOf(archives).delete()
  const rosters = new Set(gone.flatMap((key) => (parseKey(key)?.kind === 'roster' ? idsIn(key) : [])))
  if (rosters.size === 0) return
  const drafts = (await db.drafts.toCollection().primaryKeys()).filter((key) =>
    idsIn(key).some((id) => rosters.has(id)),
  )
  await db.drafts.bulkDelete(drafts)
  await db.history.clear()
}

async function dropContained(db: PunctajDb, { contained }: Prepared): Promise<void> {
  const now = Date.now()
  const rows = await db.outbox.where('id').anyOf(contained).toArray()
  await db.outbox.bulkDelete(rows.map(({ seq }) => seq))
  await db.sent.bulkPut(rows.map(({ id, op }) => ({ id, op, at: now })))
  await db.sent
    .where('at')
    .below(now - keptMs)
    .delete()
}

/** A restored cloud lacks these: each is offered again, by a person's hand. */
async function offerLost(db: PunctajDb, lost: Id[]): Promise<void> {
  const rows = (await db.sent.bulkGet(lost)).filter((row) => row !== undefined)
  const at = Date.now()
  await db.tray.bulkPut(
    rows.map(({ id, op }) => ({ id, op, at, result: { id, status: 'conflict', code: 'fork_lost' } })),
  )
  await db.sent.bulkDelete(rows.map(({ id }) => id))
}

async function moveHead(db: PunctajDb, prepared: Prepared): Promise<void> {
  const { head, next, policy, minClient, changes, changedBy } = prepared
  const appliedAt = Date.now()
  await writeMeta(db, 'index', next)
  await writeMeta(db, 'head', { ...head, policy, minClient, stamp: v4(), appliedAt })
  await db.meta.delete('prepared')
  const lock = (await readMeta(db, 'lock')) ?? { is: 'synced' }
  await writeMeta(db, 'lock', nextLock(lock, { is: 'applied', head }))
  if (changes.length > 0)
    await db.history.add({ at: appliedAt, by: changedBy, version: head.version, changes } as never)
}
