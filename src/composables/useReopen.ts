import { watch } from 'vue'
import { currentDb } from '../db/current.ts'
import { listDrafts } from '../db/drafts.ts'
import { type FormName, parseFormName } from '../domain/formName.ts'
import { offer, release } from './draftClaims.ts'

/** Shows half-filled forms again that a reload, a crash or a closed tab left behind. */
interface Reopening {
  /** Which forms belong to this view, and may be opened now. */
  own: (name: FormName) => boolean
  /** False while another form is open, or nothing can be edited. */
  mayOpen: () => boolean
  open: (name: FormName) => void
}

/** Opens the newest form that was left behind; the next one when that is done. */
export function useReopen({ own, mayOpen, open }: Reopening): void {
  async function look(): Promise<void> {
    const db = currentDb()
    if (!db) return
    for (const { key } of await listDrafts(db)) {
      const name = parseFormName(key)
      if (!name || !own(name) || !(await offer(key))) continue
      if (mayOpen()) return open(name)
      return release(key)
    }
  }
  watch(mayOpen, (may) => may && look().catch((error: unknown) => console.warn('drafts', error)), { immediate: true })
}
