import { CloudError } from '../domain/errors.ts'
import { placesIn } from '../domain/keepChoice.ts'
import { rosterKey } from '../domain/keys.ts'
import type { Id } from '../domain/model.ts'
import { writeMeta } from './meta.ts'
import { alive } from './open.ts'
import { readIndex } from './replica.ts'
import type { PunctajDb } from './schema.ts'

/**
 * Chooses which institutions this device keeps; the next sync brings what is missing and takes the rest away. Unsent edits of
 * what leaves stay in the outbox and are sent.
 *
 * @param institutions null = all that its person may see
 * @throws CloudError `changed_since` when a refused edit of what would leave waits for a decision, which needs what is here
 */
export const chooseKeep = (db: PunctajDb, institutions: Id[] | null): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, db.tray, async () => {
      const index = await readIndex(db)
      const waiting = (await db.tray.toArray()).flatMap(({ op }) => placesIn(op))
      const isLeaving = (id: Id) => institutions?.includes(id) === false && index[rosterKey(id)] !== undefined
      if (waiting.some(isLeaving)) throw new CloudError('changed_since')
      await writeMeta(db, 'keep', institutions && [...institutions].sort())
    }),
  )
