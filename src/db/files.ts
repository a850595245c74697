import { archivesKey, parseKey } from '../domain/keys.ts'
import type { ArchiveRow, Id } from '../domain/model.ts'
import { alive } from './open.ts'
import { archiveLeaves, inOneRead } from './queries/read.ts'
import { readIndex, readReplica } from './replica.ts'
import type { FileRow, PunctajDb } from './schema.ts'

/** Archives of the view whose file is not on this device, newest first. */
export async function archivesToFetch(db: PunctajDb): Promise<(ArchiveRow & { institution: Id })[]> {
  const [replica, files] = await inOneRead(db, async () => {
    const ids = await db.files.toCollection().primaryKeys()
    return [await readReplica(db, archiveLeaves), ids] as const
  })
  const held = new Set(files)
  const missing = archiveLeaves(replica.index, []).flatMap((key) => {
    const index = replica.archives(parseKey(key)?.id ?? '')
    const rows = (index?.archives ?? []).filter(({ id }) => !held.has(id))
    return rows.map((row) => ({ ...row, institution: index?.institution ?? '' }))
  })
  return missing.sort((a, b) => b.at - a.at)
}

/** Keeps verified files, unless their institution left the view while they were under way. */
export const putFiles = (db: PunctajDb, rows: FileRow[]): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, db.files, async () => {
      const index = await readIndex(db)
      await db.files.bulkPut(rows.filter(({ institution }) => index[archivesKey(institution)] !== undefined))
    }),
  )
