import { unsentFile } from '../domain/unsentFile.ts'
import { unsentView } from './queries/unsent.ts'
import type { PunctajDb } from './schema.ts'

/** Every op that the cloud does not have for sure, as the text of a file (docs/protocol.md, section 7). */
export async function unsentText(db: PunctajDb): Promise<string> {
  const { name, outbox, tray } = await unsentView(db)
  return JSON.stringify(unsentFile({ user: db.user, name, at: Date.now() }, outbox, tray), null, 2)
}
