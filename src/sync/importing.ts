import { CloudError } from '../domain/errors.ts'
import type { Op } from '../domain/op.ts'
import { engineLock, exclusively } from './exclusive.ts'
import type { Memory } from './memory.ts'
import type { CloudActions, Engine, Envelope, LocalState, Result } from './ports.ts'
import { pushInTurn, takeEnvelope } from './push.ts'

/*
 * An import goes past the outbox: its ops are made from files that are still there, and their ids from what they are about, so
 * that whatever fails is begun again from the files. What a call changed this device applies by itself, as with a reset: who
 * imports is not locked by the own import.
 */

const call = async (engine: Engine, ask: (state: LocalState) => Promise<Envelope>): Promise<Result[]> => {
  const results = await exclusively(engineLock, true, async () => {
    const state = await engine.store.state()
    const envelope = await ask(state)
    await takeEnvelope(engine, state, envelope)
    return envelope.results
  })
  if (!results) throw new CloudError('cancelled')
  return results
}

/** Sends a person's own edits first, which may be about the very places that an import brings. @throws CloudError */
export const beforeImport = (engine: Engine, memory: Memory): Promise<void> => pushInTurn(engine, memory, true, true)

/** One call with ops of an import, past the outbox. @throws CloudError why the cloud could not be asked */
export const importOps = (engine: Engine, ops: Op[]): Promise<Result[]> =>
  call(engine, ({ device, keep }) => engine.cloud.push(ops, device, keep))

/** One call with archives of an import; for superusers. Their files get into storage like all others. @throws CloudError */
export const importArchives = (engine: Engine, cloud: CloudActions, items: object[]): Promise<Result[]> =>
  call(engine, ({ keep }) => cloud.importArchives(items, keep))
