import { archivedEntries, type BareEntry, entriesOf, withTotals } from '../../domain/historyLines.ts'
import { archivesKey, ledgerKey, rosterKey } from '../../domain/keys.ts'
import type { ArchiveRow, Id } from '../../domain/model.ts'
import type { Op } from '../../domain/op.ts'
import type { HistoryLine } from '../../domain/views.ts'
import { parseArchiveDoc } from '../archiveDoc.ts'
import { type Replica, readReplica } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/**
 * What happened to one employee's points, newest first: own ops on their way, this period's ledger, and week by week what the
 * archives hold. Goes by id, so that somebody who was deleted and came back has all of theirs.
 */
export async function historyView(db: PunctajDb, institution: Id, employee: Id): Promise<HistoryLine[]> {
  const want = () => [rosterKey(institution), ledgerKey(institution), archivesKey(institution)]
  const [replica, files] = await inOneRead(db, async () => {
    const held = await db.files.where('institution').equals(institution).toArray()
    return [await readReplica(db, want), held] as const
  })
  const entries = [...entriesOf(replica.ledger(institution), employee), ...pendingOf(replica, institution, employee)]
  const texts = new Map(files.map(({ id, text }) => [id, text]))
  const archives = [...(replica.archives(institution)?.archives ?? [])].sort((a, b) => b.at - a.at)
  return [
    ...withTotals(entries, pointsOf(replica, institution, employee) ?? 0),
    ...archives.flatMap((row) => weekOf(row, texts.get(row.id), employee)),
  ]
}

const pointsOf = (replica: Replica, institution: Id, employee: Id): number | undefined =>
  replica.roster(institution)?.roster.employees.find(({ id }) => id === employee)?.points

/** Own ops that no replica contains, with what each of them does to the points. */
function pendingOf(replica: Replica, institution: Id, employee: Id): BareEntry[] {
  const by = replica.me()?.name ?? ''
  const touched = new Set(replica.roster(institution)?.touched.get(employee))
  const ops = replica.ops.filter(({ id }) => touched.has(id))
  const before = ops.map(({ id }) => pointsOf(replica.before(id), institution, employee) ?? 0)
  const after = [...before.slice(1), pointsOf(replica, institution, employee) ?? 0]
  return ops.flatMap((op, n) => pendingLine(op, (after[n] ?? 0) - (before[n] ?? 0), by))
}

function pendingLine(op: Op, effective: number, by: string): BareEntry[] {
  const { id, at } = op
  const line = { is: 'entry', id, at, by, effective, delta: effective, reason: '', pending: true } as const
  if (op.kind === 'points.add') return [{ ...line, kind: op.set ? 'set' : 'add', delta: op.delta, reason: op.reason }]
  if (op.kind === 'points.undo') return [{ ...line, kind: 'undo' }]
  if (op.kind === 'employee.create') return [{ ...line, kind: 'create' }]
  return op.kind === 'employee.move' ? [{ ...line, kind: 'move' }] : []
}

/** The end of a week, then its entries; nothing when this person was not there. */
function weekOf({ id, at, by, kind }: ArchiveRow, text: string | undefined, employee: Id): HistoryLine[] {
  const end = { is: 'archive', id, at, by, kind } as const
  if (text === undefined) return [{ ...end, points: null }]
  const parsed = parseArchiveDoc(text)
  const points = parsed?.points.get(employee)
  const entries = archivedEntries(parsed?.doc.entries ?? [], employee)
  if (points === undefined && entries.length === 0) return []
  return [{ ...end, points: points ?? 0 }, ...withTotals(entries, points ?? 0)]
}
