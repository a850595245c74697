import { parseKey } from '../../domain/keys.ts'
import type { Id } from '../../domain/model.ts'
import { capabilities } from '../../domain/permission.ts'
import type { ArchiveLine } from '../../domain/views.ts'
import { type ArchiveDoc, parseArchiveDoc } from '../archiveDoc.ts'
import { readReplica } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { archiveLeaves, inOneRead } from './read.ts'

/** Every archive that this device knows of, newest first. */
export async function archivesView(db: PunctajDb): Promise<ArchiveLine[]> {
  const [replica, files] = await inOneRead(db, async () => {
    const ids = await db.files.toCollection().primaryKeys()
    return [await readReplica(db, archiveLeaves), ids] as const
  })
  const me = replica.me()
  if (!me) return []
  const held = new Set(files)
  const lines = Object.keys(replica.index).flatMap((key): ArchiveLine[] => {
    const leaf = parseKey(key)
    const index = leaf?.kind === 'archives' ? replica.archives(leaf.id) : undefined
    if (!index) return []
    const { institution: id, city, names } = index
    const shared = { city: names.city, institution: { id, name: names.institution }, can: capabilities(me, city, id) }
    return index.archives.map((row) => ({ row, local: held.has(row.id), ...shared }))
  })
  return lines.sort((a, b) => b.row.at - a.row.at)
}

/** The document of an archive whose file is held and was verified; null when it is not. */
export async function archiveDoc(db: PunctajDb, id: Id): Promise<ArchiveDoc | null> {
  const file = await inOneRead(db, () => db.files.get(id))
  return parseArchiveDoc(file?.text)?.doc ?? null
}
