import { archivesKey, ledgerKey } from '../../domain/keys.ts'
import type { ArchiveRow, Id, LedgerEntry } from '../../domain/model.ts'
import type { Op } from '../../domain/op.ts'
import type { HistoryLine } from '../../domain/views.ts'
import { parseArchiveDoc } from '../archiveDoc.ts'
import { readReplica } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** What happened to one employee's points: this period's entries with own ops, and what each archive holds; newest first. */
export async function historyView(db: PunctajDb, institution: Id, employee: Id): Promise<HistoryLine[]> {
  const want = () => [ledgerKey(institution), archivesKey(institution)]
  const [replica, files] = await inOneRead(db, async () => {
    const held = await db.files.where('institution').equals(institution).toArray()
    return [await readReplica(db, want), held] as const
  })
  const entries = replica.ledger(institution).filter((entry) => entry.employee === employee)
  const by = replica.me()?.name ?? ''
  const own = replica.ops.flatMap((op) => pendingLine(op, institution, employee, by))
  const texts = new Map(files.map(({ id, text }) => [id, text]))
  const past = (replica.archives(institution)?.archives ?? []).flatMap((row) =>
    archiveLine(row, texts.get(row.id), employee),
  )
  return [...entries.map(entryLine), ...own, ...past].sort((a, b) => b.at - a.at)
}

const entryLine = ({ id, at, by, kind, delta, effective, reason }: LedgerEntry): HistoryLine => ({
  is: 'entry',
  id,
  at,
  by,
  kind,
  delta,
  effective,
  reason,
  pending: false,
})

function pendingLine(op: Op, institution: Id, employee: Id, by: string): HistoryLine[] {
  if (op.kind !== 'points.add' || op.institution !== institution || !op.employees.includes(employee)) return []
  const { id, at, delta, reason } = op
  return [{ is: 'entry', id, at, by, kind: op.set ? 'set' : 'add', delta, effective: delta, reason, pending: true }]
}

function archiveLine({ id, at, by }: ArchiveRow, text: string | undefined, employee: Id): HistoryLine[] {
  const points = parseArchiveDoc(text)?.points.get(employee)
  return points === undefined ? [] : [{ is: 'archive', id, at, by, points }]
}
