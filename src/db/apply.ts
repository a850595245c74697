import { v4 } from 'uuid'
import type { Head } from '../domain/head.ts'
import { parseKey } from '../domain/keys.ts'
import { type Lock, nextLock } from '../domain/lock.ts'
import type { Id } from '../domain/model.ts'
import { compareIndexes, idsIn, type LeafIndex } from '../domain/plan.ts'
import { forgetErased } from './forget.ts'
import { readMeta, readMetas, writeMeta } from './meta.ts'
import { alive } from './open.ts'
import type { HeadRow, Meta, Prepared, PunctajDb } from './schema.ts'

/** How long own ops are kept after a replica contained them: as long as a restored cloud may have lost them. */
const keptMs = 30 * 24 * 3600 * 1000

/**
 * The only bulk write. Makes the prepared download the replica, in one transaction: session and head are read again, the index
 * is replaced, old bodies and everything outside the new view are deleted, exactly the contained ops leave the outbox, the
 * head moves, and the lock opens if it asked for no newer one. Nothing but the database is awaited; a click waits for one
 * round of reads and one of writes.
 *
 * @returns the lock as it is then; null when nothing was prepared for this session and head, and nothing was done
 */
export const applyPrepared = (db: PunctajDb): Promise<Lock | null> => {
  // Made once for all tries: a head that bears it was moved by a try whose answer was lost.
  const stamp = v4()
  return alive(db, () =>
    db.transaction(
      'rw',
      [db.meta, db.leaves, db.files, db.outbox, db.sent, db.tray, db.drafts, db.history],
      async () => {
        const rows = await readMetas(db, ['session', 'prepared', 'head', 'index', 'staging', 'lock'])
        const { prepared, session, head, index = {} } = rows
        if (head?.stamp === stamp) return rows.lock ?? null
        if (!prepared || session !== prepared.session || (head?.stamp ?? null) !== prepared.base) return null
        const lock = nextLock(rows.lock ?? { is: 'synced' }, { is: 'applied', head: prepared.head })
        const { gone } = compareIndexes(index, prepared.next)
        await Promise.all([
          db.leaves.bulkDelete(uselessBodies(index, rows.staging, prepared.next)),
          moveHead(db, prepared, stamp, lock, index),
          ...(prepared.contained.length > 0 ? [dropContained(db, prepared)] : []),
          ...(prepared.lost.length > 0 ? [offerLost(db, prepared)] : []),
          ...(gone.length > 0 ? [dropOutside(db, gone)] : []),
          db.files.bulkDelete(prepared.replaced ?? []),
        ])
        // Last: what left the outbox just now is among what is forgotten.
        const { erased = [], erasedNames = [] } = prepared
        if (erased.length > 0) await forgetErased(db, erased, erasedNames)
        return lock
      },
    ),
  )
}

/** Replaced bodies, and staged ones that were of no use. */
function uselessBodies(index: LeafIndex, staging: Meta['staging'] | undefined, next: LeafIndex): [string, string][] {
  const { gone, changed } = compareIndexes(index, next)
  const old = [...gone, ...changed].map((key): [string, string] => [key, index[key]?.hash ?? ''])
  return [...old, ...(staging?.rows ?? []).filter(([key, hash]) => next[key]?.hash !== hash)]
}

/**
 * The device that forced everybody does not force itself: its head takes the new nonce. Not when another force came in between.
 *
 * @returns whether it did
 */
export const adoptForce = (db: PunctajDb, { epoch, nonce }: Pick<Head, 'epoch' | 'nonce'>): Promise<boolean> =>
  alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      const head = await readMeta(db, 'head')
      if (head?.epoch === epoch && head.nonce === nonce) return true
      if (head?.epoch !== epoch - 1) return false
      await writeMeta(db, 'head', { ...head, epoch, nonce, stamp: v4() })
      await db.meta.delete('prepared')
      return true
    }),
  )

async function moveHead(db: PunctajDb, prepared: Prepared, stamp: Id, lock: Lock, index: LeafIndex): Promise<void> {
  const { head, next, policy, minClient, keep, changes, changedBy: by } = prepared
  const at = Date.now()
  const { gone, changed, came } = compareIndexes(index, next)
  const moved = gone.length + changed.length + came.length
  const row: HeadRow = { ...head, policy, minClient, keep, stamp, appliedAt: at, moved }
  await Promise.all([
    db.meta.bulkPut([
      { key: 'index', value: next },
      { key: 'head', value: row },
      { key: 'lock', value: lock },
    ]),
    db.meta.bulkDelete(['prepared', 'staging']),
    ...(changes.length > 0 ? [db.history.add({ at, by, version: head.version, changes })] : []),
  ])
}

/** What hung on leaves that are no longer in the view: archive files, drafts, what changed. */
async function dropOutside(db: PunctajDb, gone: string[]): Promise<void> {
  const idsOf = (kind: string) => gone.flatMap((key) => (parseKey(key)?.kind === kind ? idsIn(key) : []))
  const rosters = new Set(idsOf('roster'))
  await db.files.where('institution').anyOf(idsOf('archives')).delete()
  await db.drafts.filter(({ key }) => idsIn(key).some((id) => rosters.has(id))).delete()
  const rows = await db.history.toArray()
  const past = rows.filter(({ changes }) => changes.some(({ id }) => rosters.has(id)))
  await db.history.bulkDelete(past.map(({ seq }) => seq))
}

async function dropContained(db: PunctajDb, { contained }: Prepared): Promise<void> {
  const now = Date.now()
  const rows = await db.outbox.where('id').anyOf(contained).toArray()
  await Promise.all([
    db.outbox.bulkDelete(rows.map(({ seq }) => seq)),
    db.sent.bulkPut(rows.map(({ id, op, seq, names }) => ({ id, op, at: now, seq, ...(names && { names }) }))),
    db.sent
      .where('at')
      .below(now - keptMs)
      .delete(),
  ])
}

/** A restored cloud lacks these: each is offered again, by a person's hand. */
async function offerLost(db: PunctajDb, { lost }: Prepared): Promise<void> {
  const at = Date.now()
  const rows = (await db.sent.bulkGet(lost)).filter((row) => row !== undefined)
  const result = { status: 'conflict', code: 'fork_lost' } as const
  await db.tray.bulkPut(
    rows.map(({ id, op, names }) => ({ id, op, at, result: { id, ...result }, ...(names && { names }) })),
  )
  await db.sent.bulkDelete(rows.map(({ id }) => id))
}
