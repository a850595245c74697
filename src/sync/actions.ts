import { v7 } from 'uuid'
import { CloudError, isCode } from '../domain/errors.ts'
import type { ArchiveRow, Id } from '../domain/model.ts'
import { engineLock, exclusively } from './exclusive.ts'
import type { Memory } from './memory.ts'
import type { CloudActions, Engine, Envelope, LocalState, Result } from './ports.ts'
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
 * Own edits first, for what there is gets archived as the cloud has it; then the call, whose answer this device applies by itself.
 *
 * @throws CloudError why the cloud could not be asked
 */
async function decide(engine: Engine, memory: Memory, ask: Ask): Promise<Result | undefined> {
  await pushInTurn(engine, memory, true, true)
  const answer = await exclusively(engineLock, true, async () => {
    const state = await engine.store.state()
    const envelope = await ask(v7(), state)
    await takeEnvelope(engine, state, envelope)
    return { result: envelope.results[0] }
  })
  if (!answer) throw new CloudError('cancelled')
  return answer.result
}

const refusal = (result: Result | undefined): CloudError => {
  const code = result?.code ?? ''
  return new CloudError(isCode(code) ? code : 'bad_answer', result?.status)
}

/**
 * A reset or a restore; then the archive's file, which anyone permitted uploads later if it fails now.
 *
 * @throws CloudError with the verdict's code
 */
async function act(engine: Engine, memory: Memory, ask: Ask): Promise<ResetOutcome> {
  const result = await decide(engine, memory, ask)
  const archive = result?.archive
  if (!result || !archive) throw refusal(result)
  const outcome = { archive, lost: result.status === 'conflict' }
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

/**
 * Puts everything back to one night.
 *
 * @param expected of the preview: nothing happens when a week was closed or a place came or went since
 * @param replace people whom that night does not know go
 * @throws CloudError as {@link resetPoints}
 */
export async function restoreNight(
  engine: Engine,
  memory: Memory,
  cloud: CloudActions,
  night: string,
  expected: string,
  replace: boolean,
): Promise<void> {
  const result = await decide(engine, memory, (op, { device, keep }) =>
    cloud.restoreNight(op, night, expected, replace, device, keep),
  )
  if (result?.status !== 'applied') throw refusal(result)
}

/** Forces every other device to download again. This one holds what it would download, and takes the new nonce instead. */
export const forceSync = (engine: Engine, cloud: CloudActions, reason: string): Promise<void> =>
  exclusively(engineLock, true, async () => {
    const { device } = await engine.store.state()
    await engine.store.adoptForce(await cloud.force(reason, device))
    engine.tabs.tell({ is: 'lock' })
  })
