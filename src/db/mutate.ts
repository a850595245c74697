import { v7 } from 'uuid'
import { isSound } from '../domain/checkOp.ts'
import { demands } from '../domain/demands.ts'
import type { Code } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'
import type { Op, OpBody } from '../domain/op.ts'
import { can } from '../domain/permission.ts'
import { keepCreated } from './keepCreated.ts'
import { readMeta } from './meta.ts'
import { namesOf } from './names.ts'
import { alive } from './open.ts'
import { type Replica, readReplica, rosterLeaves } from './replica.ts'
import type { PunctajDb } from './schema.ts'

/** Edits of one call: a bulk delete of the largest roster, which is all or none like every other. */
const mostAtOnce = 10_000

/** What a form asks for: an op, or points set to a value, whose difference is computed where it is written. */
export type Intent =
  OpBody | { kind: 'points.set'; institution: Id; period: number; employee: Id; value: number; reason: string }

/** Why an edit was not taken; nothing was written. */
export class MutateError extends Error {
  readonly code: Code
  override readonly name = 'MutateError'

  constructor(code: Code) {
    super(code)
    this.code = code
  }
}

/**
 * Writes edits to the outbox, all or none, in one transaction that reads the lock again. They show at once in every query.
 *
 * @param draft key of the form that they come from: it is done with in the same transaction, so that no crash gives both
 * @returns the ops as they will be sent; a value that is already there gives none
 * @throws MutateError `locked`, `bad_op`, `too_large`, `denied`, `session_ended`, `storage_full`
 */
export async function mutate(db: PunctajDb, intents: Intent[], draft?: string): Promise<Op[]> {
  if (db.retired) throw new MutateError('session_ended')
  if (intents.length > mostAtOnce) throw new MutateError('too_large')
  const ids: Id[] = []
  const ops = await alive(db, (again) =>
    db.transaction('rw', editTables(db), async () => {
      const made = (again && (await writtenBefore(db, ids))) || (await writeEdits(db, intents, ids))
      if (draft !== undefined) await db.drafts.delete(draft)
      return made
    }),
  )
  if (ops.length > 0) db.onEdit()
  return ops
}

/** What {@link writeEdits} and {@link writtenBefore} need of a transaction. */
export const editTables = (db: PunctajDb) => [db.meta, db.leaves, db.outbox, db.drafts, db.sent, db.tray]

/**
 * Of ops that an earlier try of the same call has made, those that are there: it was committed, and only its answer was lost.
 *
 * @returns null when there is none: nothing was committed
 */
export async function writtenBefore(db: PunctajDb, ids: Id[]): Promise<Op[] | null> {
  const waiting = await db.outbox.where('id').anyOf(ids).sortBy('seq')
  const gone = [...(await db.sent.bulkGet(ids)), ...(await db.tray.bulkGet(ids))].filter((row) => row !== undefined)
  const rows = [...waiting, ...gone]
  return rows.length > 0 ? rows.map(({ op }) => op) : null
}

/**
 * Writes edits to the outbox. Runs inside the caller's transaction over {@link editTables}.
 *
 * @param ids those of the ops by place, made on the first try and used again: an edit that is written twice is one op
 */
export async function writeEdits(db: PunctajDb, intents: Intent[], ids: Id[]): Promise<Op[]> {
  const lock = await readMeta(db, 'lock')
  // The rosters: a set needs the points, every op the names.
  const places = new Set(intents.flatMap((intent) => ('institution' in intent ? [intent.institution] : [])))
  const replica = await readReplica(db, (index, ops) => [...places].flatMap((id) => rosterLeaves(id)(index, ops)))
  if (lock?.is !== 'synced') throw new MutateError('locked')
  const ops = makeOps(replica, intents, ids)
  const names = namesOf(replica)
  await db.outbox.bulkAdd(ops.map((op) => ({ id: op.id, op, state: 'unsent' as const, names: names(op) })))
  await keepCreated(db, ops)
  return ops
}

function makeOps(replica: Replica, intents: Intent[], ids: Id[]): Op[] {
  const me = replica.me()
  if (!me) throw new MutateError('locked')
  const at = momentAfter(replica.ops.at(-1))
  const cities = new Map(replica.directory().institutions.map(({ id, city }) => [id, city]))
  const made: Op[] = []
  for (const [place, intent] of intents.entries()) {
    const body = resolve(replica, intent, made)
    if (body === null) continue
    if (!isSound(body)) throw new MutateError('bad_op')
    // What this very call creates has no city yet for the checks of what it puts there.
    if (body.kind === 'institution.create') cities.set(body.institution, body.city)
    const wants = demands(body, (institution) => cities.get(institution) ?? null)
    const mayDo = wants.every(({ capability, city, institution }) => can(me, capability, city, institution))
    if (!mayDo) throw new MutateError('denied')
    made.push({ ...body, id: (ids[place] ??= v7()), user: replica.user, at })
  }
  return made
}

/** One moment for all ops of a call, which are one step of undo, and another one than the call before had. */
function momentAfter(last: Op | undefined): number {
  const now = Date.now()
  return last?.at === now ? now + 1 : now
}

/** Fills in what only the moment of writing knows: the difference of a set, the own ops (`made`: of this call) that a delete has seen. */
function resolve(replica: Replica, intent: Intent, made: readonly Op[]): OpBody | null {
  switch (intent.kind) {
    case 'points.set': {
      const { institution, period, employee, value, reason } = intent
      const view = (made.some((op) => touches(op, employee)) ? replica.with(made) : replica).roster(institution)
      const row = view?.roster.employees.find(({ id }) => id === employee)
      if (!row || view?.roster.period !== period) throw new MutateError('period_closed')
      const delta = Math.max(0, value) - row.points
      return delta === 0
        ? null
        : { kind: 'points.add', institution, period, employees: [employee], delta, reason, set: true }
    }
    case 'employee.delete':
    case 'employee.move':
      return { ...intent, after: opsAbout([...replica.ops, ...made], intent.employee) }
    case 'institution.delete':
      return { ...intent, after: opsAbout([...replica.ops, ...made], intent.institution) }
    case 'points.add':
    case 'points.undo':
    case 'employee.create':
    case 'employee.edit':
    case 'city.create':
    case 'city.rename':
    case 'city.order':
    case 'institution.order':
    case 'city.delete':
    case 'institution.create':
    case 'institution.rename':
    case 'institution.ranks':
    case 'institution.columns':
      return intent
  }
}

/** Own ops, not contained yet, that may touch a person or an institution. */
function opsAbout(ops: readonly Op[], id: Id): Id[] {
  return ops.filter((op) => touches(op, id)).map((op) => op.id)
}

function touches(op: Op, id: Id): boolean {
  // Whom an undo touches only its target tells; the server counts those that really did.
  if (op.kind === 'points.undo') return true
  if ('employees' in op && op.employees.includes(id)) return true
  if ('employee' in op && op.employee === id) return true
  return 'institution' in op && op.institution === id
}
