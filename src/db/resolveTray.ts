import type { Id } from '../domain/model.ts'
import { renewOp } from '../domain/renewOp.ts'
import { editTables, writeEdits } from './mutate.ts'
import { alive } from './open.ts'
import { readReplica, rosterLeaves } from './replica.ts'
import type { PunctajDb } from './schema.ts'

/** "Keep mine" makes a new op of the old one, "theirs" drops it; either way it leaves the tray in the same transaction. */
export async function resolveTray(db: PunctajDb, id: Id, keepMine: boolean): Promise<void> {
  // A try whose answer was lost has taken the row out of the tray: the next one finds nothing to do.
  await alive(db, () =>
    db.transaction('rw', editTables(db), async () => {
      const row = await db.tray.get(id)
      if (!row) return
      if (keepMine) {
        const place = 'institution' in row.op ? row.op.institution : null
        const replica = await readReplica(db, place === null ? undefined : rosterLeaves(place))
        const roster = place === null ? undefined : replica.roster(place)?.roster
        await writeEdits(db, [renewOp(row.op, row.result, roster ?? null)], [])
      }
      await db.tray.delete(id)
    }),
  )
  if (keepMine) db.onEdit()
}
