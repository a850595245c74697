import type { Id } from '../domain/model.ts'
import type { Op, OpResult } from '../domain/op.ts'
import { alive } from './open.ts'
import type { OutboxRow, PunctajDb } from './schema.ts'

/** The oldest unsent ops, in order. */
export const unsentOps = async (db: PunctajDb, most: number): Promise<Op[]> =>
  (await unsentRows(db)).slice(0, most).map(({ op }) => op)

/** Unsent rows in the order they were made. */
export const unsentRows = async (db: PunctajDb): Promise<OutboxRow[]> =>
  (await alive(db, () => db.outbox.orderBy('seq').toArray())).filter(({ state }) => state === 'unsent')

/** More than this are not asked about: the cloud takes 20,000 ids. */
const mostSent = 10_000

/** Ids that a delta is asked about: everything in the outbox, and what was sent in the last 30 days, the newest of it. */
export const pendingIds = (db: PunctajDb): Promise<{ ids: Id[]; sent: Id[] }> =>
  alive(db, () =>
    db.transaction('r', db.outbox, db.sent, async () => ({
      ids: (await db.outbox.toArray()).map(({ id }) => id),
      sent: await db.sent.orderBy('at').reverse().limit(mostSent).primaryKeys(),
    })),
  )

/** The verdict that counts: of a duplicate the first one. */
const verdictOf = (result: OpResult): OpResult =>
  result.status === 'duplicate' ? (result.first ?? { ...result, status: 'applied' }) : result

/** So often an op is sent again over which the cloud makes a mistake; then a person has to know. */
const mostFailures = 5

/** Applied ops are acknowledged and stay until a replica contains them; undecided ones are sent again; the others go to the tray. */
export const settle = (db: PunctajDb, results: OpResult[]): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.outbox, db.tray, async () => {
      const at = Date.now()
      for (const result of results.map(verdictOf)) {
        const row = await db.outbox.where('id').equals(result.id).first()
        if (!row) continue
        const failed = (row.failed ?? 0) + 1
        if (result.status === 'applied') await db.outbox.update(row.seq, { state: 'acked' })
        else if (result.status === 'failed' && failed < mostFailures) await db.outbox.update(row.seq, { failed })
        else {
          const { id, op, names } = row
          await db.tray.put({ id, op, result, at, ...(names && { names }) })
          await db.outbox.delete(row.seq)
        }
      }
    }),
  )
