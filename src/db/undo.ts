import type { Id } from '../domain/model.ts'
import { type UndoStacks, undoStacks, type UndoStep } from '../domain/undoStacks.ts'
import { editTables, writeEdits, writtenBefore } from './mutate.ts'
import { alive } from './open.ts'
import type { PunctajDb } from './schema.ts'

/** Points of one place in one period: nothing of before the last reset can be undone. */
export interface Week {
  institution: Id
  period: number
}

/** Own ops that steps are made of: those on their way, and so many of the sent ones. */
const mostSent = 500

/** What can be undone and done again there: from what this device sent in this period, and what it is about to send. */
async function readStacks(db: PunctajDb, { institution, period }: Week): Promise<UndoStacks> {
  const [sent, waiting, tray] = await Promise.all([
    db.sent.orderBy('at').reverse().limit(mostSent).toArray(),
    db.outbox.toArray(),
    db.tray.toArray(),
  ])
  const order = (a: { seq?: number; id: Id }, b: { seq?: number; id: Id }) =>
    (a.seq ?? 0) - (b.seq ?? 0) || (a.id < b.id ? -1 : 1)
  const ops = [...sent, ...waiting].sort(order).map(({ op }) => op)
  const refused = tray.flatMap(({ op }) => (op.kind === 'points.undo' ? [op.target] : []))
  return undoStacks(ops, institution, period, new Set(refused))
}

/** How many steps there are in both directions; follows every tab. */
export const undoView = (db: PunctajDb, week: Week): Promise<UndoStacks> =>
  alive(db, () => db.transaction('r', [db.sent, db.outbox, db.tray], async () => readStacks(db, week)))

/**
 * Undoes the last step, or does the last undone one again. What the last one is is read in the transaction that writes, so two
 * tabs never undo the same.
 *
 * @returns the step; null when there is none
 * @throws MutateError as `mutate`
 */
export async function reverseStep(db: PunctajDb, week: Week, direction: 'undo' | 'redo'): Promise<UndoStep | null> {
  const ids: Id[] = []
  let step: UndoStep | undefined
  await alive(db, (again) =>
    db.transaction('rw', editTables(db), async () => {
      if (again && step && (await writtenBefore(db, ids)) !== null) return
      step = (await readStacks(db, week))[direction].at(-1)
      if (!step) return
      const intents = step.targets.map((target) => ({ kind: 'points.undo' as const, ...week, target }))
      await writeEdits(db, intents, ids)
    }),
  )
  if (step) db.onEdit()
  return step ?? null
}
