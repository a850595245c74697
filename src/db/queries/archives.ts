import { parseKey } from '../../domain/keys.ts'
import type { Id } from '../../domain/model.ts'
import { capabilities } from '../../domain/permission.ts'
import type { ArchiveLine } from '../../domain/views.ts'
import { type ArchiveDoc, parseArchiveDoc } from '../archiveDoc.ts'
import { readArchives, readIndex, readMe } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** Every archive that this device knows of, newest first. */
export const archivesView = (db: PunctajDb): Promise<ArchiveLine[]> =>
  inOneRead(db, async () => {
    const me = await readMe(db)
    if (!me) return []
    const held = new Set(await db.files.toCollection().primaryKeys())
    const lines: ArchiveLine[] = []
    for (const key of Object.keys(await readIndex(db))) {
      const leaf = parseKey(key)
      const index = leaf?.kind === 'archives' ? await readArchives(db, leaf.id) : undefined
      if (!index) continue
      const { institution: id, city, names } = index
      const can = capabilities(me, city, id)
      for (const row of index.archives) {
        const institution = { id, name: names.institution }
        lines.push({ row, city: names.city, institution, local: held.has(row.id), can })
      }
    }
    return lines.sort((a, b) => b.row.at - a.row.at)
  })

/** The document of an archive whose file is held and was verified; null when it is not. */
export const archiveDoc = (db: PunctajDb, id: Id): Promise<ArchiveDoc | null> =>
  inOneRead(db, async () => parseArchiveDoc((await db.files.get(id))?.text)?.doc ?? null)
