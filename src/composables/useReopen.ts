import { watch } from 'vue'
import { currentDb } from '../db/current.ts'
import { draftsOf } from '../db/drafts.ts'
import { type FormName, parseFormName } from '../domain/formName.ts'
import type { Id } from '../domain/model.ts'
import { offer, release } from './draftClaims.ts'

/**
 * Shows the half-filled forms of an institution again that a reload, a crash or a closed tab left behind: the newest first,
 * the next one when that is done.
 *
 * @param mayOpen false while another form is open, or nothing can be edited
 * @param open opens the form; false when it is not one of its own, or not to be opened now
 */
export function useReopen(institution: Id, mayOpen: () => boolean, open: (name: FormName) => boolean): void {
  async function look(): Promise<void> {
    const db = currentDb()
    if (!db) return
    for (const { key } of await draftsOf(db, institution)) {
      const name = parseFormName(key)
      if (!name || !(await offer(key))) continue
      if (mayOpen() && open(name)) return
      release(key)
    }
  }
  watch(mayOpen, (may) => may && look().catch((error: unknown) => console.warn('drafts', error)), { immediate: true })
}
