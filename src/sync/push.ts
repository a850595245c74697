import { limits } from '../domain/checkOp.ts'
import { CloudError, codeOf, isRefusal } from '../domain/errors.ts'
import { sameKeep } from '../domain/keepChoice.ts'
import type { Op } from '../domain/op.ts'
import { engineLock, exclusively, pushLock } from './exclusive.ts'
import { type Memory, noteFailure, noteSuccess } from './memory.ts'
import type { Engine, Envelope, LocalState } from './ports.ts'
import { protocol } from './protocol.ts'
import { prepare } from './resync.ts'

/** Edits are sent together: after a second without one, two at most. Fewer pushes are fewer locks on other devices. */
const quietMs = 1000
const longestMs = 2000

function isDue({ unsentSince, unsentUntil }: LocalState, now: number): boolean {
  if (unsentSince === null || unsentUntil === null) return false
  // A clock that was set back must not hold edits up.
  return now - unsentUntil >= quietMs || now - unsentSince >= longestMs || unsentUntil > now
}

/** Runs what reads or moves the head while no step of the engine does. */
type InTurn = <T>(work: () => Promise<T>) => Promise<T>

const atOnce: InTurn = (work) => work()

// Patient work is always done.
const inEngineTurn: InTurn = (work) => exclusively(engineLock, true, work) as ReturnType<typeof work>

/**
 * Pushes under the lock that edits are sent under, and under the engine's only while a push begins and while its answer is
 * taken: as long as the cloud is silent, polls go on.
 *
 * @param isPatient false: does nothing while another context pushes
 */
export async function pushInTurn(engine: Engine, memory: Memory, isUrgent: boolean, isPatient: boolean): Promise<void> {
  // A step has polled just before; what a person asked for has not.
  if (isPatient && (await engine.cloud.poll()).minClient > protocol) throw new CloudError('client_too_old')
  await exclusively(pushLock, isPatient, () => push(engine, memory, isUrgent, inEngineTurn))
}

/**
 * Sends the outbox in order, batch after batch: a reset or a sign-out counts on all of it. Under a lock too: what is pushed is
 * not lost, whatever the download will bring.
 */
export async function push(engine: Engine, memory: Memory, isUrgent: boolean, inTurn = atOnce): Promise<void> {
  const state = await engine.store.state()
  const now = engine.clock.now()
  if (state.unsent === 0 || state.head === null) return
  if (!isUrgent && (!isDue(state, now) || memory.push.nextAt > now)) return
  try {
    let isDecided = true
    for (let left = state.unsent; left > 0 && isDecided; left -= limits.ops) {
      isDecided = await pushOps(engine, inTurn, await engine.store.unsent(limits.ops))
    }
    if (isDecided) noteSuccess(memory.push)
    else noteFailure(memory.push, engine.clock)
  } catch (error) {
    noteFailure(memory.push, engine.clock)
    throw error
  }
}

/**
 * Sends a batch; one that is refused as a whole is halved until the op that is to blame stands alone, in the tray.
 *
 * @returns whether the cloud decided about all of them
 */
async function pushOps(engine: Engine, inTurn: InTurn, ops: Op[]): Promise<boolean> {
  if (ops.length === 0) return true
  // Begun between two steps: whoever asks for a delta while this is under way names these ops as pending.
  const sent = await inTurn(async () => {
    const { device, keep } = await engine.store.state()
    return { keep, answer: attempt(engine.cloud.push(ops, device, keep)) }
  })
  const answer = await sent.answer
  if ('envelope' in answer) {
    const { envelope } = answer
    // What the device keeps may have been chosen anew meanwhile: the answer is of what was kept when it was asked.
    await inTurn(async () => takeEnvelope(engine, { ...(await engine.store.state()), keep: sent.keep }, envelope))
    return envelope.results.every(({ status }) => status !== 'failed')
  }
  const { error } = answer
  if (!isRefusal(error)) throw error
  const [only] = ops
  if (ops.length === 1 && only) {
    await engine.store.settle([{ id: only.id, status: 'invalid', code: codeOf(error) }])
    return true
  }
  const half = Math.ceil(ops.length / 2)
  const first = await pushOps(engine, inTurn, ops.slice(0, half))
  return (await pushOps(engine, inTurn, ops.slice(half))) && first
}

/** A rejection that may come long before anybody awaits it is none. */
const attempt = (call: Promise<Envelope>): Promise<{ envelope: Envelope } | { error: unknown }> =>
  call.then(
    (envelope) => ({ envelope }),
    (error: unknown) => ({ error }),
  )

/**
 * Takes a writing call's answer. When it starts at this device's head, its leaves are verified and become the replica, without
 * a lock, on all tabs. Otherwise the ops stay, acknowledged, until a download contains them.
 *
 * @returns whether the replica moved
 */
export async function takeEnvelope(engine: Engine, state: LocalState, envelope: Envelope): Promise<boolean> {
  await engine.store.settle(envelope.results)
  engine.tabs.tell({ is: 'lock' })
  const { head } = state
  if (head === null || head.nonce !== envelope.nonce || envelope.forked) return false
  // Asked for what was chosen to be kept; a replica of another choice is not what it goes on from.
  if (!sameKeep(head.keep, state.keep)) return false
  // A cloud that was restored may be at this device's version again, with another history.
  if (head.version !== envelope.before || head.root !== envelope.before_root) return false
  if (envelope.after === head.version && envelope.root !== head.root) return false
  try {
    await prepare(engine, state, envelope, { full: false, fresh: false, least: 0 })
    if ((await engine.store.apply()) === null) return false
  } catch (error) {
    // The ops are decided; what the answer brought along is not needed, the next poll finds it.
    console.warn('own push: its leaves were not taken', codeOf(error))
    await engine.store.dropPrepared()
    return false
  }
  engine.tabs.tell({ is: 'applied', version: envelope.after })
  return true
}
