import { CloudError } from '../domain/errors.ts'
import type { EraseCounts, EraseTarget } from '../domain/erase.ts'
import { engineLock, exclusively } from './exclusive.ts'
import type { Memory } from './memory.ts'
import type { CloudActions, Engine } from './ports.ts'
import { pushInTurn, takeEnvelope } from './push.ts'
import { uploadSoon } from './upload.ts'

/**
 * Erases a person at the cloud, own edits first. This device takes what that changed by itself, as after a reset; the files
 * that it replaced in storage are removed afterwards, as far as that can be done now.
 *
 * @returns what was changed, and the paths of files that are still there
 * @throws CloudError with the refusal's code, or why the cloud could not be asked
 */
export async function erasePerson(
  engine: Engine,
  memory: Memory,
  cloud: CloudActions,
  target: EraseTarget,
  reason: string,
): Promise<{ done: EraseCounts; left: string[] }> {
  await pushInTurn(engine, memory, true, true)
  const done = await exclusively(engineLock, true, async () => {
    const state = await engine.store.state()
    const answer = await cloud.erase(target, reason, state.keep)
    await takeEnvelope(engine, state, answer)
    return answer.done
  })
  if (!done) throw new CloudError('cancelled')
  uploadSoon(engine, memory)
  return { done, left: await removeErasedFiles(cloud).catch(() => cloud.erasedFiles()) }
}

/** Removes the files that erasures have replaced. @returns the paths of those that storage has all the same @throws CloudError */
export async function removeErasedFiles(cloud: CloudActions): Promise<string[]> {
  const paths = await cloud.erasedFiles()
  if (paths.length === 0) return []
  await cloud.removeFiles(paths)
  return cloud.erasedFiles()
}
