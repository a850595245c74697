import { parseKey } from '../../domain/keys.ts'
import type { InstitutionChanges } from '../../domain/views.ts'
import { readMeta } from '../meta.ts'
import { readReplica } from '../replica.ts'
import type { HeadRow, PunctajDb, TrayRow } from '../schema.ts'
import { archiveLeaves, inOneRead } from './read.ts'

/** What this device holds, for people who want to know. */
export interface StatusView {
  head: HeadRow | null
  leaves: number
  archivesHeld: number
  archivesTotal: number
  outbox: number
  tray: number
  device: string
}

/** What this device holds, at one moment. */
export async function statusView(db: PunctajDb): Promise<StatusView> {
  const { replica, ...counts } = await inOneRead(db, async () => ({
    head: (await readMeta(db, 'head')) ?? null,
    archivesHeld: await db.files.count(),
    outbox: await db.outbox.count(),
    tray: await db.tray.count(),
    device: (await readMeta(db, 'device')) ?? '',
    replica: await readReplica(db, archiveLeaves),
  }))
  const keys = Object.keys(replica.index)
  const archives = archiveLeaves(replica.index, []).map((key) => replica.archives(parseKey(key)?.id ?? ''))
  const archivesTotal = archives.reduce((sum, index) => sum + (index?.archives.length ?? 0), 0)
  return { ...counts, leaves: keys.length, archivesTotal }
}

/** Ops that need a person, oldest first. */
export const trayView = (db: PunctajDb): Promise<TrayRow[]> =>
  inOneRead(db, async () => (await db.tray.toArray()).sort((a, b) => a.at - b.at))

/** "Ce s-a schimbat" of the last resync; null before the first one. */
export const changesView = (db: PunctajDb): Promise<InstitutionChanges[] | null> =>
  inOneRead(db, async () => (await db.history.orderBy('seq').last())?.changes ?? null)
