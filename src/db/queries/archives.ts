import { archivePeople, isNamed } from '../../domain/archivePeople.ts'
import { parseKey } from '../../domain/keys.ts'
import type { Id } from '../../domain/model.ts'
import { capabilities } from '../../domain/permission.ts'
import type { PersonPoints } from '../../domain/pointSeries.ts'
import type { ArchiveLine } from '../../domain/views.ts'
import { type ArchiveDoc, parseArchiveDoc, readArchive } from '../archiveDoc.ts'
import { knows, remember } from '../memory.ts'
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

/** The verified text of an archive, as it is stored; null when it is not held. */
export async function archiveText(db: PunctajDb, id: Id): Promise<string | null> {
  return (await inOneRead(db, () => db.files.get(id)))?.text ?? null
}

/** The document of an archive whose file is held and was verified; null when it is not. */
export async function archiveDoc(db: PunctajDb, id: Id): Promise<ArchiveDoc | null> {
  return parseArchiveDoc((await archiveText(db, id)) ?? undefined)?.doc ?? null
}

/**
 * The points of an archive's people, all that a chart over many weeks needs of them; null when its file is not held. They are
 * remembered, the document is not: a year of them would be too much to keep.
 */
export async function archivePoints(db: PunctajDb, id: Id): Promise<PersonPoints[] | null> {
  const name = `points ${id}`
  const text = knows(name) ? null : await archiveText(db, id)
  const points = remember(name, () => (text === null ? undefined : pointsIn(text)))
  return points ?? null
}

function pointsIn(text: string): PersonPoints[] {
  const parsed = readArchive(text)
  const people = parsed ? archivePeople(parsed.doc).filter(isNamed) : []
  return people.map(({ id, name, discord, points }) => ({ id, name, discord, points }))
}
