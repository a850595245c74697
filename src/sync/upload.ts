import { CloudError } from '../domain/errors.ts'
import { digest } from './digest.ts'
import { type Memory, noteFailure, noteSuccess } from './memory.ts'
import type { ArchiveRef, Engine } from './ports.ts'

const everyMs = 5 * 60_000
/** Whoever made an archive uploads it at once; the others look after a random moment within these, ms. */
const [soonest, latest] = [5_000, 20_000]

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

/** There is an archive that this device did not know: soon somebody must look whether its file is there. */
export function uploadSoon({ clock }: Engine, memory: Memory): void {
  memory.uploadAt = Math.min(memory.uploadAt, clock.now() + soonest + clock.random() * (latest - soonest))
}

/** Uploads what storage lacks; whoever made the archive may have gone offline before its upload. A failure is tried again. */
export async function uploadMissing(engine: Engine, memory: Memory): Promise<void> {
  if (engine.clock.now() < memory.uploadAt) return
  memory.uploadAt = engine.clock.now() + everyMs
  try {
    let failed = 0
    for (const ref of await engine.cloud.archivesMissing()) {
      if (!(await uploadArchive(engine, ref).catch(() => false))) failed += 1
    }
    if (failed > 0) throw new CloudError('server_down', `${failed} archives`)
    noteSuccess(memory.upload)
  } catch {
    noteFailure(memory.upload, engine.clock)
    memory.uploadAt = memory.upload.nextAt
  }
}
