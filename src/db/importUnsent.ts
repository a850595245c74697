import { CloudError } from '../domain/errors.ts'
import { ledgerKey } from '../domain/keys.ts'
import type { Id } from '../domain/model.ts'
import { type ImportPlan, planImport, type UnsentFile } from '../domain/unsentFile.ts'
import { readDecided } from './decided.ts'
import { readMeta } from './meta.ts'
import { alive } from './open.ts'
import { readReplica } from './replica.ts'
import type { PunctajDb } from './schema.ts'

/** What an import would bring to this device. @throws CloudError `other_user` */
export const previewImport = (db: PunctajDb, file: UnsentFile): Promise<ImportPlan> =>
  alive(db, () =>
    db.transaction('r', [db.meta, db.leaves, db.outbox, db.tray, db.sent], async () => readPlan(db, file)),
  )

/**
 * Takes the new ops of a file, in order: unsent ones to the outbox, the others to the tray. All or nothing.
 *
 * @throws CloudError `locked`, `other_user`, `storage_full`
 */
export async function importUnsent(db: PunctajDb, file: UnsentFile): Promise<ImportPlan> {
  let tried: ImportPlan | undefined
  const plan = await alive(db, () =>
    db.transaction('rw', [db.meta, db.leaves, db.outbox, db.tray, db.sent], async () => {
      const lock = await readMeta(db, 'lock')
      if (lock?.is !== 'synced') throw new CloudError('locked')
      const fresh = await readPlan(db, file)
      // An earlier try was committed, and only its answer was lost: what it brought is what this import brings.
      if (tried && fresh.outbox.length + fresh.tray.length === 0) return tried
      tried = fresh
      await db.outbox.bulkAdd(fresh.outbox.map((row) => ({ id: row.op.id, ...row })))
      await db.tray.bulkAdd(fresh.tray.map((row) => ({ id: row.op.id, ...row })))
      return fresh
    }),
  )
  if (plan.outbox.length > 0) db.onEdit()
  return plan
}

async function readPlan(db: PunctajDb, file: UnsentFile): Promise<ImportPlan> {
  if (file.user !== db.user) throw new CloudError('other_user')
  const places = new Set(file.outbox.flatMap(({ op }) => ('institution' in op ? [op.institution] : [])))
  const replica = await readReplica(db, () => [...places].map(ledgerKey))
  const contained = [...places].flatMap((id) => replica.ledger(id).map((entry) => entry.op))
  const known = new Set<Id>([
    ...contained,
    ...(await db.outbox.toArray()).map(({ id }) => id),
    ...(await db.tray.toCollection().primaryKeys()),
    ...(await db.sent.toCollection().primaryKeys()),
    ...(await readDecided(db)),
  ])
  return planImport(file, (id) => known.has(id))
}
