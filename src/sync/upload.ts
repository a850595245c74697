import { digest } from './digest.ts'
import type { Memory } from './memory.ts'
import type { ArchiveRef, Engine } from './ports.ts'

const everyMs = 5 * 60_000

/** Puts an archive's public copy into storage. Resolves to whether it is there, with the right content. */
export async function uploadArchive(engine: Engine, ref: ArchiveRef): Promise<boolean> {
  const held = await engine.store.file(ref.id)
  const body = held?.sha256 === ref.sha256 ? held.text : await engine.cloud.archiveBody(ref.id)
  if ((await digest(body)) !== ref.sha256) return false
  const isNew = await engine.cloud.archiveUpload(ref.path, body)
  // Someone was faster; that is as good when it is the same file.
  if (!isNew && (await digest(await engine.cloud.archiveFile(ref.path))) !== ref.sha256) return false
  return engine.cloud.archiveUploaded(ref.id)
}

/** Uploads what storage lacks; whoever made the archive may have gone offline before its upload. */
export async function uploadMissing(engine: Engine, memory: Memory): Promise<void> {
  if (engine.clock.now() < memory.uploadAt) return
  memory.uploadAt = engine.clock.now() + everyMs
  for (const ref of await engine.cloud.archivesMissing()) {
    await uploadArchive(engine, ref).catch(() => false)
  }
}
