import type { Lock } from '../domain/lock.ts'
import { readMetas, writeMeta } from './meta.ts'
import { alive } from './open.ts'
import type { Meta, PunctajDb } from './schema.ts'

/** What a notification says, in the person's language. */
export type NoticeTexts = Pick<Meta['notice'], 'title' | 'text'>

/** Whether this person wants to be told of a forced resync on this device, and in which words. */
export const readNotice = (db: PunctajDb): Promise<NoticeTexts | null> =>
  alive(db, async () => (await readMetas(db, ['notice'])).notice ?? null)

/** Asks for notifications in these words, or for none. The worker has no texts of its own: it shows what is written here. */
export const writeNotice = (db: PunctajDb, texts: NoticeTexts | null): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      if (texts === null) return db.meta.delete('notice')
      const { notice } = await readMetas(db, ['notice'])
      return writeMeta(db, 'notice', { ...texts, told: notice?.told ?? null })
    }),
  )

/**
 * Takes the one notification of a forced resync, if one is due: of all tabs and workers only the first gets it.
 *
 * @returns the lock, and the words to show; null when nobody asked for them, or they were shown
 */
export const takeNotice = (db: PunctajDb): Promise<{ lock: Lock; notice: NoticeTexts | null }> =>
  alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      const { lock = { is: 'synced' } as const, notice } = await readMetas(db, ['lock', 'notice'])
      if (lock.is === 'synced' || lock.cause.reason !== 'forced') return { lock, notice: null }
      const { nonce } = lock.cause.head
      if (!notice || notice.told === nonce) return { lock, notice: null }
      await writeMeta(db, 'notice', { ...notice, told: nonce })
      return { lock, notice }
    }),
  )
