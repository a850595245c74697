import { applyToDirectory } from '../domain/applyToDirectory.ts'
import { type AppliedRoster, type Effects, applyToRoster } from '../domain/applyToRoster.ts'
import { parseArchives, parseDirectory, parseMe, parseRoster } from '../domain/bodies.ts'
import { archivesKey, directoryKey, ledgerKey, meKey, rosterKey } from '../domain/keys.ts'
import { cutLedger, parseEntries } from '../domain/ledger.ts'
import type { ArchiveIndex, Directory, Employee, Id, LedgerEntry, Me } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import type { LeafIndex } from '../domain/plan.ts'
import { remember } from './memory.ts'
import { readMeta } from './meta.ts'
import type { PunctajDb } from './schema.ts'

/*
 * Reading the replica: every function runs inside its caller's transaction over meta, leaves and outbox. The index and the
 * parsed bodies are remembered by stamp and by hash, so that a query after an edit reads three small rows.
 */

/** Which leaves the replica consists of. */
export async function readIndex(db: PunctajDb): Promise<LeafIndex> {
  const head = await readMeta(db, 'head')
  if (!head) return {}
  return remember(`index:${head.stamp}`, async () => (await readMeta(db, 'index')) ?? {})
}

/** One parsed leaf; undefined when the replica has none of this name. */
async function readLeaf<T>(db: PunctajDb, key: string, parse: (text: string) => T): Promise<T | undefined> {
  const hash = (await readIndex(db))[key]?.hash
  if (hash === undefined) return undefined
  return remember(`${key}@${hash}`, async () => {
    const row = await db.leaves.get([key, hash])
    return row === undefined ? undefined : parse(row.text)
  })
}

/** Own ops that the replica does not contain, in the order they were made. */
export const readOps = async (db: PunctajDb): Promise<Op[]> =>
  (await db.outbox.orderBy('seq').toArray()).map(({ op }) => op)

export const readMe = (db: PunctajDb): Promise<Me | undefined> => readLeaf(db, meKey(db.user), parseMe)

/** Names of cities and institutions, with own ops. */
export async function readDirectory(db: PunctajDb): Promise<Directory> {
  const directory = (await readLeaf(db, directoryKey, parseDirectory)) ?? { cities: [], institutions: [] }
  return applyToDirectory(directory, await readOps(db))
}

/** Entries of the current period, oldest first, without own ops. */
export const readLedger = async (db: PunctajDb, institution: Id): Promise<LedgerEntry[]> =>
  (await readLeaf(db, ledgerKey(institution), (text) => parseEntries(cutLedger(text)))) ?? []

/** The index of an institution's archives. */
export const readArchives = (db: PunctajDb, institution: Id): Promise<ArchiveIndex | undefined> =>
  readLeaf(db, archivesKey(institution), parseArchives)

/** One institution with own ops; undefined when this person may not see it, or it is not kept. */
export async function readRoster(db: PunctajDb, institution: Id): Promise<AppliedRoster | undefined> {
  const roster = (await readLeaf(db, rosterKey(institution), parseRoster)) ?? created(institution, await readOps(db))
  if (!roster) return undefined
  const ops = await readOps(db)
  const effects = ops.some((op) => op.kind === 'points.undo') ? await readEffects(db, institution) : undefined
  return applyToRoster(roster, ops, effects, await readArrivals(db, institution, ops))
}

/** An institution that exists only in the outbox starts empty. */
function created(institution: Id, ops: Op[]) {
  const op = ops.find((one) => one.kind === 'institution.create' && one.institution === institution)
  if (op?.kind !== 'institution.create') return undefined
  return { institution, period: 1, ranks: op.ranks, columns: op.columns, employees: [] }
}

async function readEffects(db: PunctajDb, institution: Id): Promise<Effects> {
  const entries = await readLedger(db, institution)
  return (id) => {
    const own = entries.filter(({ op }) => op === id)
    return own.length === 0 ? undefined : new Map(own.map(({ employee, effective }) => [employee, effective]))
  }
}

async function readArrivals(db: PunctajDb, to: Id, ops: Op[]): Promise<Map<Id, Employee>> {
  const arrivals = new Map<Id, Employee>()
  for (const op of ops) {
    if (op.kind !== 'employee.move' || op.to !== to) continue
    const from = await readLeaf(db, rosterKey(op.institution), parseRoster)
    const employee = from?.employees.find(({ id }) => id === op.employee)
    if (employee) arrivals.set(employee.id, employee)
  }
  return arrivals
}
