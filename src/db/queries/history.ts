import type { Id, LedgerEntry } from '../../domain/model.ts'
import type { Op } from '../../domain/op.ts'
import type { HistoryLine } from '../../domain/views.ts'
import { parseArchiveDoc } from '../archiveDoc.ts'
import { readArchives, readLedger, readMe, readOps } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** What happened to one employee's points: this period's entries with own ops, and what each archive holds; newest first. */
export const historyView = (db: PunctajDb, institution: Id, employee: Id): Promise<HistoryLine[]> =>
  inOneRead(db, async () => {
    const entries = (await readLedger(db, institution)).filter((entry) => entry.employee === employee)
    const by = (await readMe(db))?.name ?? ''
    const own = (await readOps(db)).flatMap((op) => pendingLine(op, institution, employee, by))
    const past = await archiveLines(db, institution, employee)
    return [...entries.map(entryLine), ...own, ...past].sort((a, b) => b.at - a.at)
  })

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

async function archiveLines(db: PunctajDb, institution: Id, employee: Id): Promise<HistoryLine[]> {
  const index = await readArchives(db, institution)
  const files = await db.files.where('institution').equals(institution).toArray()
  const texts = new Map(files.map(({ id, text }) => [id, text]))
  return (index?.archives ?? []).flatMap(({ id, at, by }): HistoryLine[] => {
    const points = parseArchiveDoc(texts.get(id))?.points.get(employee)
    return points === undefined ? [] : [{ is: 'archive', id, at, by, points }]
  })
}
