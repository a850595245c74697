import { CloudError } from '../domain/errors.ts'
import { readMeta, writeMeta } from './meta.ts'
import { readIndex } from './replica.ts'
import type { LeafRow, PunctajDb, Staging } from './schema.ts'

/*
 * Nothing but Dexie may be awaited in here, and no function that may have nothing to do: the transaction would end.
 * Bodies lie in `leaves` under key and hash, so a verified one can be written before its time: the replica is what the index
 * names. `staging` lists those that no index names yet. All run inside the caller's transaction over meta and leaves.
 */

/**
 * Writes verified bodies beside the replica. Those of another session or force are thrown away first.
 *
 * @throws CloudError `session_ended` when the database is another one than the download was made for
 */
export async function stageRows(db: PunctajDb, session: string, nonce: string, rows: LeafRow[]): Promise<void> {
  if ((await readMeta(db, 'session')) !== session) throw new CloudError('session_ended')
  const old = await readMeta(db, 'staging')
  const isSame = old?.session === session && old.nonce === nonce
  if (old && !isSame) await dropStaged(db, old, (await readMeta(db, 'index')) ?? {})
  await db.leaves.bulkPut(rows)
  // The same twice, as after an answer that was lost, is listed once.
  const staged = new Map((isSame ? old.rows : []).map((row) => [row.join(' '), row]))
  for (const { key, hash } of rows) staged.set(`${key} ${hash}`, [key, hash])
  await writeMeta(db, 'staging', { session, nonce, rows: [...staged.values()] })
}

/** Deletes staged bodies that `index` does not name. */
export async function dropStaged(
  db: PunctajDb,
  staging: Staging,
  index: Record<string, { hash: string }>,
): Promise<void> {
  const useless = staging.rows.filter(([key, hash]) => index[key]?.hash !== hash)
  await db.leaves.bulkDelete(useless)
  await db.meta.delete('staging')
}

/** `key hash` of every body that is there: of the replica and staged or, when all must be new, staged under this force only. */
export async function heldBodies(db: PunctajDb, session: string, nonce: string, fresh: boolean): Promise<Set<string>> {
  const held = new Set<string>()
  const staging = await readMeta(db, 'staging')
  if (staging?.session === session && staging.nonce === nonce) {
    for (const [key, hash] of staging.rows) held.add(`${key} ${hash}`)
  }
  if (fresh) return held
  for (const [key, { hash }] of Object.entries(await readIndex(db))) held.add(`${key} ${hash}`)
  return held
}
