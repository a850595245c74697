import { v7 } from 'uuid'
import { CloudError, isCode } from '../domain/errors.ts'
import type { ArchiveRow, Id } from '../domain/model.ts'
import { engineLock, exclusively } from './exclusive.ts'
import type { Memory } from './memory.ts'
import type { CloudActions, Engine, Envelope, LocalState } from './ports.ts'
import { pushInTurn, takeEnvelope } from './push.ts'
import { uploadArchive } from './upload.ts'

export interface ResetOutcome {
  archive: ArchiveRow
  uploaded: boolean
  /** Another admin was first; the archive is theirs. */
  lost: boolean
}

type Ask = (op: Id, state: LocalState) => Promise<Envelope>

/**
 * A reset or a restore: own edits first, for the week is archived as the cloud has it; then the call, whose answer this device
 * applies by itself; then the archive's file, which anyone permitted uploads later if it fails now.
 *
 * @throws CloudError with the verdict's code
 */
async function act(engine: Engine, memory: Memory, ask: Ask): Promise<ResetOutcome> {
  await pushInTurn(engine, memory, true, true)
  const outcome = await exclusively(engineLock, true, async () => {
    const state = await engine.store.state()
    const envelope = await ask(v7(), state)
    await takeEnvelope(engine, state, envelope)
    const [result] = envelope.results
    const archive = result?.archive
    if (!result || !archive) {
      const code = result?.code ?? ''
      throw new CloudError(isCode(code) ? code : 'bad_answer', result?.status)
    }
    return { archive, lost: result.status === 'conflict' }
  })
  if (!outcome) throw new CloudError('cancelled')
  const uploaded = outcome.lost || (await uploadArchive(engine, outcome.archive).catch(() => false))
  return { ...outcome, uploaded }
}

/** Closes an institution's period. @throws CloudError with the verdict's code, or why the cloud could not be asked */
export const resetPoints = (engine: Engine, memory: Memory, cloud: CloudActions, institution: Id, period: number) =>
  act(engine, memory, (op, { device, keep }) => cloud.reset(op, institution, period, device, keep))

/**
 * Puts an archived week back.
 *
 * @param period the present one: nothing happens in another
 * @param replace people whom the archive does not know go
 * @throws CloudError as {@link resetPoints}
 */
export const restoreArchive = (
  engine: Engine,
  memory: Memory,
  cloud: CloudActions,
  archive: Id,
  period: number,
  replace: boolean,
) => act(engine, memory, (op, { device, keep }) => cloud.restore(op, archive, period, replace, device, keep))

/** Forces every other device to download again. This one holds what it would download, and takes the new nonce instead. */
export const forceSync = (engine: Engine, cloud: CloudActions, reason: string): Promise<void> =>
  exclusively(engineLock, true, async () => {
    const { device } = await engine.store.state()
    await engine.store.adoptForce(await cloud.force(reason, device))
    engine.tabs.tell({ is: 'lock' })
  })
