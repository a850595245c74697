import type { UnsentOp, UnsentTray } from '../../domain/unsentFile.ts'
import { readMeta } from '../meta.ts'
import { readReplica } from '../replica.ts'
import type { PunctajDb } from '../schema.ts'
import { inOneRead } from './read.ts'

/** Everything that the cloud does not have for sure, of one moment, with whose it is. */
export const unsentView = (db: PunctajDb): Promise<{ name: string; outbox: UnsentOp[]; tray: UnsentTray[] }> =>
  inOneRead(db, async () => ({
    // Whose session has ended has no row of their own any more.
    name: (await readReplica(db)).me()?.name ?? (await readMeta(db, 'left'))?.name ?? '',
    outbox: await db.outbox.orderBy('seq').toArray(),
    tray: (await db.tray.toArray()).sort((a, b) => a.at - b.at),
  }))
