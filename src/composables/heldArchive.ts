import { currentDb } from '../db/current.ts'
import { archiveText } from '../db/queries.ts'
import { CloudError } from '../domain/errors.ts'
import type { Id } from '../domain/model.ts'

/**
 * The document of an archive byte for byte, so that its hash holds.
 *
 * @throws CloudError `archive_gone` when this device does not hold it
 */
export async function heldArchive(id: Id): Promise<string> {
  const db = currentDb()
  const text = db === null ? null : await archiveText(db, id)
  if (text === null) throw new CloudError('archive_gone', id)
  return text
}
