import { parseFormName } from '../domain/formName.ts'
import { rosterKey } from '../domain/keys.ts'
import type { Id } from '../domain/model.ts'
import { alive } from './open.ts'
import { readIndex } from './replica.ts'
import type { DraftRow, PunctajDb } from './schema.ts'

/*
 * Half-filled forms. A key is a form's name (domain/formName.ts), `~` and the page that wrote it, so that two tabs never write
 * over each other.
 */

/** Drafts whose key begins so, the newest first. */
export const listDrafts = async (db: PunctajDb, start = ''): Promise<DraftRow[]> =>
  (await alive(db, () => db.drafts.where('key').startsWith(start).toArray())).sort((a, b) => b.at - a.at)

/**
 * Writes a draft. One of an institution that has left this person's view is not written: the apply has deleted the others.
 *
 * @param value of plain values only, as JSON knows them
 */
export const writeDraft = (db: PunctajDb, key: string, value: unknown): Promise<void> =>
  alive(db, () =>
    db.transaction('rw', db.meta, db.outbox, db.drafts, async () => {
      const institution = parseFormName(key)?.institution ?? null
      if (institution !== null && !(await isInView(db, institution))) return
      await db.drafts.put({ key, value, at: Date.now() })
    }),
  )

export const deleteDraft = (db: PunctajDb, key: string): Promise<void> => alive(db, () => db.drafts.delete(key))

/** In the replica, or made here and not sent yet. */
async function isInView(db: PunctajDb, institution: Id): Promise<boolean> {
  if ((await readIndex(db))[rosterKey(institution)] !== undefined) return true
  const rows = await db.outbox.toArray()
  return rows.some(({ op }) => op.kind === 'institution.create' && op.institution === institution)
}
