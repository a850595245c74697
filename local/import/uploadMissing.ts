import { createHash } from 'node:crypto'
import type { Id } from '../../src/domain/model.ts'
import * as answers from './answers.ts'
import type { ImportCloud } from './cloud.ts'
import { ImportFailure } from './failure.ts'

/** The text of an archive that the cloud has. */
export async function readArchive(cloud: ImportCloud, id: Id) {
  const archive = await cloud.rpc('archive_body', { id }, answers.archiveBody)
  if (sha256(archive.body) !== archive.sha256) throw new ImportFailure(`The cloud's archive ${archive.path} is damaged`)
  return archive
}

/**
 * Sees to it that each of these archives has its file in storage; in the app every device does that by itself. The cloud names
 * at most 200 at a time, those of others among them.
 */
export async function uploadMissing(cloud: ImportCloud, ours: ReadonlySet<Id>): Promise<void> {
  const done = new Set<Id>()
  for (;;) {
    const missing = await cloud.rpc('archives_missing', {}, answers.missing)
    const next = missing.filter(({ id }) => ours.has(id) && !done.has(id))
    if (next.length === 0) return
    for (const { id } of next) {
      await uploadArchive(cloud, id)
      done.add(id)
    }
  }
}

async function uploadArchive(cloud: ImportCloud, id: Id): Promise<void> {
  const { path, body, sha256: hash } = await readArchive(cloud, id)
  const outcome = await cloud.upload(path, body)
  if (outcome === 'exists' && sha256(await cloud.download(path)) !== hash)
    throw new ImportFailure(`Another file lies at ${path} in the storage bucket`)
  const { uploaded } = await cloud.rpc('archive_uploaded', { id }, answers.uploaded)
  if (!uploaded) throw new ImportFailure(`The file ${path} did not reach the storage bucket: run the import again`)
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
