import { parseKey } from '../../domain/keys.ts'
import type { InstitutionChanges } from '../../domain/views.ts'
import { readMeta } from '../meta.ts'
import { readArchives, readIndex } from '../replica.ts'
import type { HeadRow, OutboxRow, PunctajDb, TrayRow } from '../schema.ts'
import { inOneRead } from './read.ts'

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

export const statusView = (db: PunctajDb): Promise<StatusView> =>
  inOneRead(db, async () => {
    const keys = Object.keys(await readIndex(db))
    let archivesTotal = 0
    for (const key of keys) {
      const leaf = parseKey(key)
      if (leaf?.kind === 'archives') archivesTotal += (await readArchives(db, leaf.id))?.archives.length ?? 0
    }
    return {
      head: (await readMeta(db, 'head')) ?? null,
      leaves: keys.length,
      archivesHeld: await db.files.count(),
      archivesTotal,
      outbox: await db.outbox.count(),
      tray: await db.tray.count(),
      device: (await readMeta(db, 'device')) ?? '',
    }
  })

/** Ops not yet contained in the replica, oldest first. */
export const outboxView = (db: PunctajDb): Promise<OutboxRow[]> =>
  inOneRead(db, () => db.outbox.orderBy('seq').toArray())

/** Ops that need a person, oldest first. */
export const trayView = (db: PunctajDb): Promise<TrayRow[]> =>
  inOneRead(db, async () => (await db.tray.toArray()).sort((a, b) => a.at - b.at))

/** "Ce s-a schimbat" of the last resync; null before the first one. */
export const changesView = (db: PunctajDb): Promise<InstitutionChanges[] | null> =>
  inOneRead(db, async () => (await db.history.orderBy('seq').last())?.changes ?? null)
