import { currentDb } from '../db/current.ts'
import { mutate, type Intent } from '../db/mutate.ts'
import type { Op } from '../domain/op.ts'
import { useSync } from '../stores/sync.ts'
import { useTold } from './useTold.ts'

/** Writes edits to the outbox, and with them the end of the `draft` they come from; a refusal becomes a toast that says why. Answers null then. */
export function useEdit(): (intents: Intent[], draft?: string) => Promise<Op[] | null> {
  const sync = useSync()
  const told = useTold()

  return async (intents, draft) => {
    const db = currentDb()
    const ops = db && (await told(() => mutate(db, intents, draft)))
    if (ops) sync.fault = null
    return ops
  }
}
