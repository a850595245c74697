import { CloudError } from '../domain/errors.ts'
import { chainEdits } from '../domain/chainEdits.ts'
import { chunk } from '../domain/chunk.ts'
import { limits } from '../domain/checkOp.ts'
import { formName } from '../domain/formName.ts'
import type { Id } from '../domain/model.ts'
import type { OpBody } from '../domain/op.ts'
import { isStillMeant, type Sending, sendingOf } from '../domain/trayChoices.ts'
import { editedOp } from '../domain/trayForm.ts'
import type { TrayWorld } from '../domain/trayWorld.ts'
import { addDecided, removeDecided } from './decided.ts'
import { readMeta } from './meta.ts'
import { editTables, writeEdits } from './mutate.ts'
import { alive } from './open.ts'
import type { PunctajDb, TrayRow } from './schema.ts'
import { readTrayReplica, trayWorld } from './trayWorld.ts'

/** What becomes of ops in the tray: sent once more as new ops, one of them with other values, or dropped. */
export type Decision =
  { is: 'send'; as: Sending } | { is: 'edit'; values: Readonly<Record<string, string>> } | { is: 'drop' }

/**
 * Decides about ops in the tray, all or none: new ops are written and the old ones leave in the same transaction.
 *
 * @returns the rows that left, to be put back by `restoreTray`
 * @throws CloudError `locked`; `changed_since` when the choice means something else by now; and what `mutate` throws. Nothing
 *   has changed then
 */
export async function resolveTray(db: PunctajDb, ids: Id[], decision: Decision): Promise<TrayRow[]> {
  let left: TrayRow[] = []
  // A try whose answer was lost has taken the rows out of the tray: the next one finds nothing to do.
  await alive(db, () =>
    db.transaction('rw', editTables(db), async () => {
      if ((await readMeta(db, 'lock'))?.is !== 'synced') throw new CloudError('locked')
      const rows = (await db.tray.bulkGet(ids)).filter((row) => row !== undefined)
      if (rows.length === 0) return
      // In the order in which they were made: ids are UUIDv7.
      left = rows.sort((a, b) => (a.id < b.id ? -1 : 1))
      if (decision.is !== 'drop') await send(db, rows, decision)
      const gone = rows.map(({ id }) => id)
      await db.tray.bulkDelete(gone)
      await addDecided(db, gone)
      // A half-filled form of an edit that is decided is of no use to anybody.
      await db.drafts.where('key').startsWithAnyOf(gone.map(draftsOf)).delete()
    }),
  )
  if (decision.is !== 'drop' && left.length > 0) db.onEdit()
  return left
}

const draftsOf = (id: Id): string => `${formName('tray', null, id)}~`

/** Puts dropped rows back: nothing is lost by a click too many. */
export const restoreTray = (db: PunctajDb, rows: TrayRow[]): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', [db.meta, db.tray], async () => {
      await db.tray.bulkPut(rows)
      await removeDecided(
        db,
        rows.map(({ id }) => id),
      )
    }),
  )

async function send(db: PunctajDb, rows: TrayRow[], decision: Exclude<Decision, { is: 'drop' }>): Promise<void> {
  const world = trayWorld(await readTrayReplica(db, rows), rows)
  const made = rows.map((row) => ({ row, bodies: bodiesOf(row, decision, world) }))
  const undos = made.filter(({ row }) => row.op.kind === 'points.undo')
  const others = made.filter(({ row }) => row.op.kind !== 'points.undo')
  const renewed = new Map<Id, Id>()
  // Together, so that they are one step of undo.
  const bodies = others.flatMap((one) => one.bodies)
  for (const some of chunk(chainEdits(withoutTwins(bodies)), limits.ops)) {
    const ops = await writeEdits(db, some, [])
    for (const { row, bodies: mine } of others) {
      const place = some.indexOf(mine.at(-1) as OpBody)
      const op = place < 0 ? undefined : ops[place]
      if (op) renewed.set(row.id, op.id)
    }
  }
  // An undo of what is sent again aims at the new op.
  for (const { row, bodies: mine } of undos) {
    const aimed = mine.map((body) =>
      body.kind === 'points.undo' ? { ...body, target: renewed.get(body.target) ?? body.target } : body,
    )
    const [op] = await writeEdits(db, aimed, [])
    if (op) renewed.set(row.id, op.id)
  }
}

/** Somebody whom several refused ops need is added again once. */
function withoutTwins(bodies: OpBody[]): OpBody[] {
  const seen = new Set<Id>()
  return bodies.filter((body) => {
    if (body.kind !== 'employee.create') return true
    const isNew = !seen.has(body.employee)
    seen.add(body.employee)
    return isNew
  })
}

function bodiesOf(row: TrayRow, decision: Exclude<Decision, { is: 'drop' }>, world: TrayWorld): OpBody[] {
  if (decision.is === 'edit') {
    const body = editedOp(row, decision.values, world)
    return body ? [body] : []
  }
  if (!isStillMeant(row, world, decision.as)) throw new CloudError('changed_since')
  return sendingOf(row, world, decision.as) ?? []
}
