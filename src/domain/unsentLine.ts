import type { Id } from './model.ts'
import type { Op, OpKind } from './op.ts'
import { idsOfOp, type OpNames } from './opNames.ts'

/** An edit that the cloud does not have, in a few words, from what was known when it was made. */
export interface UnsentLine {
  id: Id
  kind: OpKind
  code: string | null
  at: number
  /** People, then places. */
  about: string[]
  delta: number | null
}

/** @param code of a refusal; null for an edit that still waits */
export function unsentLine(op: Op, code: string | null, at: number, names: OpNames = {}): UnsentLine {
  const { people, places } = idsOfOp(op)
  const about = [...people, ...places].map((id) => names[id] ?? id.slice(0, 8))
  return { id: op.id, kind: op.kind, code, at, about, delta: op.kind === 'points.add' ? op.delta : null }
}
