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

/** Keeps a verified file, unless its institution left the view while it was under way. */
export const putFile = (db: PunctajDb, row: FileRow): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, db.files, async () => {
      const index = await readIndex(db)
      if (index[archivesKey(row.institution)] !== undefined) await db.files.put(row)
    }),
  )
