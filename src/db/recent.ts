import { readMeta, writeMeta } from './meta.ts'
import { alive } from './open.ts'
import type { PunctajDb } from './schema.ts'

const most = 6

/** What was chosen in the palette on this device, the latest first. */
export const readRecent = (db: PunctajDb): Promise<string[]> =>
  alive(db, async () => (await readMeta(db, 'recent')) ?? [])

/** Remembers a choice. It names people and places, so it is kept where all of that is, and goes with it. */
export const addRecent = (db: PunctajDb, key: string): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, async () => {
      const others = ((await readMeta(db, 'recent')) ?? []).filter((one) => one !== key)
      await writeMeta(db, 'recent', [key, ...others].slice(0, most))
    }),
  )
