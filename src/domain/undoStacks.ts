import type { Id } from './model.ts'
import type { Op } from './op.ts'

/** One step that can be undone or done again: the ops to reverse, the last one first, and the entry that it is about. */
export interface UndoStep {
  targets: Id[]
  /** Of the original entry: what was given, and to how many. */
  delta: number
  people: number
}

/** The last step is the next one to go. */
export interface UndoStacks {
  undo: UndoStep[]
  redo: UndoStep[]
}

type Undo = Extract<Op, { kind: 'points.undo' }>
type Entry = Extract<Op, { kind: 'points.add' }>
type Step = { undos: false; ops: Entry[] } | { undos: true; ops: Undo[] }

/** Ops of one call of `mutate` share their moment, and are one step. */
function stepsOf(ops: readonly Op[], institution: Id, period: number): Step[] {
  const steps: Step[] = []
  for (const op of ops) {
    if (op.kind !== 'points.add' && op.kind !== 'points.undo') continue
    if (op.institution !== institution || op.period !== period) continue
    const last = steps.at(-1)
    const isSame = last?.ops.at(-1)?.at === op.at
    if (op.kind === 'points.add') {
      if (isSame && last && !last.undos) last.ops.push(op)
      else steps.push({ undos: false, ops: [op] })
    } else if (isSame && last?.undos) last.ops.push(op)
    else steps.push({ undos: true, ops: [op] })
  }
  return steps
}

const entryStep = (ops: Entry[]): UndoStep => ({
  targets: ops.map(({ id }) => id).reverse(),
  delta: ops[0]?.delta ?? 0,
  people: ops.reduce((sum, { employees }) => sum + employees.length, 0),
})

/** Takes what an undo reverses from one stack and puts the undo, which can be reversed as well, on the other. */
function turn(undos: Undo[], from: UndoStep[], to: UndoStep[]): boolean {
  const at = from.findLastIndex(({ targets }) => undos.some(({ target }) => targets.includes(target)))
  const [step] = at < 0 ? [] : from.splice(at, 1)
  if (!step) return false
  to.push({ ...step, targets: undos.map(({ id }) => id).reverse() })
  return true
}

/**
 * What can be undone and done again in one institution's period, from the device's own ops in the order they were made. An
 * undo moves its step over, a redo is the undo of an undo and moves it back, new points clear what could be done again.
 *
 * @param refused own undos that the server did not take: what they aimed at is no longer there to be undone
 */
export function undoStacks(
  ops: readonly Op[],
  institution: Id,
  period: number,
  refused: ReadonlySet<Id> = new Set(),
): UndoStacks {
  const undo: UndoStep[] = []
  let redo: UndoStep[] = []
  for (const step of stepsOf(ops, institution, period)) {
    if (step.undos) {
      if (!turn(step.ops, undo, redo)) turn(step.ops, redo, undo)
    } else {
      undo.push(entryStep(step.ops))
      redo = []
    }
  }
  const isThere = ({ targets }: UndoStep): boolean => !targets.some((id) => refused.has(id))
  return { undo: undo.filter(isThere), redo: redo.filter(isThere) }
}
