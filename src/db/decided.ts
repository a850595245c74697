import type { Id } from '../domain/model.ts'
import { readMeta, writeMeta } from './meta.ts'
import type { PunctajDb } from './schema.ts'

/** So many of the last ones are remembered: a file that is imported once more does not ask about them again. */
const mostDecided = 5000

/** Ids of tray rows that a person has decided about on this device. */
export const readDecided = async (db: PunctajDb): Promise<Id[]> => (await readMeta(db, 'decided')) ?? []

/** Remembers a decision. Runs inside the caller's transaction over meta. */
export async function addDecided(db: PunctajDb, ids: Id[]): Promise<void> {
  await writeMeta(db, 'decided', [...(await readDecided(db)), ...ids].slice(-mostDecided))
}

/** Takes a decision back: the rows are in the tray again. Runs inside the caller's transaction over meta. */
export async function removeDecided(db: PunctajDb, ids: Id[]): Promise<void> {
  const back = new Set(ids)
  await writeMeta(
    db,
    'decided',
    (await readDecided(db)).filter((id) => !back.has(id)),
  )
}
