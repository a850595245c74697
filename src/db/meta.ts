import type { Meta, PunctajDb } from './schema.ts'

/** One row of `meta`; undefined when it was never written. */
export async function readMeta<K extends keyof Meta>(db: PunctajDb, key: K): Promise<Meta[K] | undefined> {
  return (await db.meta.get(key))?.value as Meta[K] | undefined
}

/** Writes one row of `meta`. */
export async function writeMeta<K extends keyof Meta>(db: PunctajDb, key: K, value: Meta[K]): Promise<void> {
  await db.meta.put({ key, value })
}
