import type { Transaction } from 'dexie'
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
 * Writes a draft. One of an institution that has left this person's view does not stay: the apply has deleted the others.
 *
 * @param value of plain values only, as JSON knows them
 */
export async function writeDraft(db: PunctajDb, key: string, value: unknown): Promise<void> {
  await atOnce(db, (store) => store.put({ key, value, at: Date.now() }))
  const institution = parseFormName(key)?.institution ?? null
  if (institution !== null && !(await isInView(db, institution))) await deleteDraft(db, key)
}

export const deleteDraft = (db: PunctajDb, key: string): Promise<void> => atOnce(db, (store) => store.delete(key))

/**
 * One request, handed to the browser together with its commit, so that the browser ends it without the page. A transaction that waits for
 * a word from its page ends with the page, and takes those along that wait behind it: so nothing is read in it either.
 */
const atOnce = (db: PunctajDb, request: (store: IDBObjectStore) => IDBRequest): Promise<void> =>
  alive(db, async () => {
    let asked: IDBRequest | undefined
    try {
      await db.transaction('rw', db.drafts, async ({ idbtrans }: Transaction) => {
        asked = request(idbtrans.objectStore('drafts'))
        idbtrans.commit()
      })
    } catch (error) {
      // Its commit was asked for already: what stood in the way may be known to the request alone.
      throw asked?.readyState === 'done' ? (asked.error ?? error) : error
    }
  })

/** In the replica, or made here and not sent yet. */
const isInView = (db: PunctajDb, institution: Id): Promise<boolean> =>
  alive(db, () =>
    db.transaction('r', db.meta, db.outbox, async () => {
      if ((await readIndex(db))[rosterKey(institution)] !== undefined) return true
      const rows = await db.outbox.toArray()
      return rows.some(({ op }) => op.kind === 'institution.create' && op.institution === institution)
    }),
  )
