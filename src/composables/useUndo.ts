import { onScopeDispose } from 'vue'
import type { Id } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import { useEdit } from './useEdit.ts'

interface Step {
  institution: Id
  /** A closed period cannot be undone: the steps end at the last reset. */
  period: number
  targets: Id[]
}

// As long as the page lives, so that leaving an institution and coming back keeps its steps.
const done: Step[] = []
const undone: Step[] = []

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && target.type !== 'checkbox'

/** Undo and redo of own point entries in one institution: an undo is an op like any other, and a redo undoes the undo. */
export function useUndo(place: () => { institution: Id; period: number } | null) {
  const edit = useEdit()

  function record(ops: Op[]): void {
    const targets = ops.filter((op) => op.kind === 'points.add').map((op) => op.id)
    const at = place()
    if (at && targets.length > 0) done.push({ ...at, targets })
    undone.length = 0
  }

  async function reverse(from: Step[], to: Step[]): Promise<boolean> {
    const at = place()
    const last = from.findLastIndex((step) => step.institution === at?.institution && step.period === at.period)
    const [step] = last < 0 ? [] : from.splice(last, 1)
    if (!step) return false
    const { institution, period } = step
    const ops = await edit(step.targets.map((target) => ({ kind: 'points.undo', institution, period, target })))
    if (ops) to.push({ institution, period, targets: ops.map((op) => op.id) })
    else from.push(step)
    return ops !== null
  }

  const undo = (): Promise<boolean> => reverse(done, undone)
  const redo = (): Promise<boolean> => reverse(undone, done)

  function press(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || isTyping(event.target)) return
    const key = event.key.toLowerCase()
    if (key !== 'z' && key !== 'y') return
    event.preventDefault()
    void (key === 'y' || event.shiftKey ? redo() : undo())
  }
  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))

  return { record, undo }
}
