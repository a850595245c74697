import { isSound } from './checkOp.ts'
import type { Id } from './model.ts'
import type { Op, OpResult } from './op.ts'
import type { OpNames } from './opNames.ts'

/*
 * The file of unsent edits (docs/protocol.md, section 7). Frozen: a file of today must be readable for ever, so fields are only
 * ever added, and what changes their meaning is another `version`.
 */
export const unsentFormat = 'punctaj-unsent'
export const unsentVersion = 1

/** Most bytes of a file, and rows in it, that are looked at: more than years of edits of one person. */
export const unsentLimits = { bytes: 20_000_000, rows: 20_000 } as const

export interface UnsentOp {
  op: Op
  state: 'unsent' | 'acked'
  names?: OpNames
}

export interface UnsentTray {
  op: Op
  result: OpResult
  at: number
  names?: OpNames
}

export interface UnsentFile {
  format: typeof unsentFormat
  version: typeof unsentVersion
  user: Id
  /** Whose edits they are, and when they were saved; for people. */
  name: string
  at: number
  outbox: UnsentOp[]
  tray: UnsentTray[]
}

/** Every op that the cloud does not have for sure, as one document. */
export function unsentFile(
  by: Pick<UnsentFile, 'user' | 'name' | 'at'>,
  outbox: readonly UnsentOp[],
  tray: readonly UnsentTray[],
): UnsentFile {
  const named = (names: OpNames | undefined) => (names ? { names } : {})
  return {
    format: unsentFormat,
    version: unsentVersion,
    ...by,
    outbox: outbox.map(({ op, state, names }) => ({ op, state, ...named(names) })),
    tray: tray.map(({ op, result, at, names }) => ({ op, result, at, ...named(names) })),
  }
}

/** What an import would bring. `known`: here already, sent or decided; `unsound`: damaged, left in the file. */
export interface ImportPlan {
  outbox: UnsentOp[]
  tray: UnsentTray[]
  known: number
  unsound: number
}

/**
 * What of a file is new to a device. Ops keep their ids, so importing twice, or on two devices, changes nothing more: what is
 * known here is skipped, what only the cloud knows it answers as a duplicate.
 */
export function planImport(file: UnsentFile, isKnown: (id: Id) => boolean): ImportPlan {
  const seen = new Set<Id>()
  const plan: ImportPlan = { outbox: [], tray: [], known: 0, unsound: 0 }
  const isNew = (op: Op): boolean => {
    if (op.user !== file.user || !isSound(op)) plan.unsound += 1
    else if (seen.has(op.id) || isKnown(op.id)) plan.known += 1
    else return seen.add(op.id).size > 0
    return false
  }
  // An acknowledged op is not in this device's replica for sure: it is sent again, and answered as a duplicate.
  plan.outbox = file.outbox.filter(({ op }) => isNew(op)).map((row) => ({ ...row, state: 'unsent' }))
  plan.tray = file.tray.filter(({ op }) => isNew(op))
  return plan
}
