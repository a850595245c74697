import { parseArchives } from '../domain/bodies.ts'
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

/** Keeps verified files, unless their institution left the view while they were under way, or they have been rewritten. */
export const putFiles = (db: PunctajDb, rows: FileRow[]): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, db.leaves, db.files, async () => {
      const index = await readIndex(db)
      const keys = [...new Set(rows.map(({ institution }) => archivesKey(institution)))]
      const leaves = await db.leaves.bulkGet(keys.map((key): [string, string] => [key, index[key]?.hash ?? '']))
      const known = new Map(
        leaves.flatMap((leaf) => (leaf ? parseArchives(leaf.text).archives : [])).map((row) => [row.id, row.sha256]),
      )
      const isWanted = ({ id, institution, sha256 }: FileRow): boolean =>
        index[archivesKey(institution)] !== undefined && (known.get(id) ?? sha256) === sha256
      await db.files.bulkPut(rows.filter(isWanted))
    }),
  )
