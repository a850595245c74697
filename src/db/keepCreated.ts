import type { Op } from '../domain/op.ts'
import { readMeta, writeMeta } from './meta.ts'
import type { PunctajDb } from './schema.ts'

/** What is made on a device is kept there, whatever else is. Runs inside the caller's transaction over meta. */
export async function keepCreated(db: PunctajDb, ops: readonly Op[]): Promise<void> {
  const created = ops.flatMap((op) => (op.kind === 'institution.create' ? [op.institution] : []))
  if (created.length === 0) return
  const keep = (await readMeta(db, 'keep')) ?? null
  if (keep !== null) await writeMeta(db, 'keep', [...new Set([...keep, ...created])].sort())
}
