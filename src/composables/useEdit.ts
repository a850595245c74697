import { useI18n } from 'vue-i18n'
import { currentDb } from '../db/current.ts'
import { mutate, type Intent } from '../db/mutate.ts'
import { codeOf, errors } from '../domain/errors.ts'
import type { Op } from '../domain/op.ts'
import { useSync } from '../stores/sync.ts'
import { useUi } from '../stores/ui.ts'

/** Writes edits to the outbox, and with them the end of the `draft` they come from; a refusal becomes a toast that says why. Answers null then. */
export function useEdit(): (intents: Intent[], draft?: string) => Promise<Op[] | null> {
  const ui = useUi()
  const sync = useSync()
  const { locale } = useI18n()

  return async (intents, draft) => {
    try {
      const db = currentDb()
      if (!db) return null
      const ops = await mutate(db, intents, draft)
      sync.fault = null
      return ops
    } catch (error) {
      const { why, fix } = errors[codeOf(error)][locale.value === 'en' ? 'en' : 'ro']
      ui.toast(`${why} ${fix}`, 'bad')
      return null
    }
  }
}
