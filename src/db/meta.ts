import type { Meta, PunctajDb } from './schema.ts'

/** One row of `meta`; undefined when it was never written. */
export async function readMeta<K extends keyof Meta>(db: PunctajDb, key: K): Promise<Meta[K] | undefined> {
  return (await db.meta.get(key))?.value as Meta[K] | undefined
}

/** Writes one row of `meta`. */
export async function writeMeta<K extends keyof Meta>(db: PunctajDb, key: K, value: Meta[K]): Promise<void> {
  await db.meta.put({ key, value })
}

/** Several rows of `meta` in one read. */
export async function readMetas<K extends keyof Meta>(db: PunctajDb, keys: K[]): Promise<Partial<Pick<Meta, K>>> {
  const rows = await db.meta.bulkGet(keys)
  return Object.fromEntries(rows.flatMap((row) => (row ? [[row.key, row.value]] : []))) as Partial<Pick<Meta, K>>
}
