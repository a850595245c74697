import { limits } from '../domain/checkOp.ts'
import { codeOf, isRefusal } from '../domain/errors.ts'
import type { Op } from '../domain/op.ts'
import { type Memory, noteFailure, noteSuccess } from './memory.ts'
import type { Engine, Envelope, LocalState } from './ports.ts'
import { prepare } from './resync.ts'

/** Edits are sent together: after a second without one, two at most. Fewer pushes are fewer locks on other devices. */
const quietMs = 1000
const longestMs = 2000

function isDue({ unsentSince, unsentUntil }: LocalState, now: number): boolean {
  if (unsentSince === null || unsentUntil === null) return false
  // A clock that was set back must not hold edits up.
  return now - unsentUntil >= quietMs || now - unsentSince >= longestMs || unsentUntil > now
}

/** Sends the outbox in order. Under a lock too: what is pushed is not lost, whatever the download will bring. */
export async function push(engine: Engine, memory: Memory, isUrgent: boolean): Promise<void> {
  const state = await engine.store.state()
  const now = engine.clock.now()
  if (state.unsent === 0 || state.head === null) return
  if (!isUrgent && (!isDue(state, now) || memory.push.nextAt > now)) return
  try {
    await pushOps(engine, await engine.store.unsent(limits.ops))
    noteSuccess(memory.push)
  } catch (error) {
    noteFailure(memory.push, engine.clock)
    throw error
  }
}

/** Sends a batch; one that is refused as a whole is halved until the op that is to blame stands alone, in the tray. */
async function pushOps(engine: Engine, ops: Op[]): Promise<void> {
  const state = await engine.store.state()
  try {
    await takeEnvelope(engine, state, await engine.cloud.push(ops, state.device, state.keep))
  } catch (error) {
    if (!isRefusal(error)) throw error
    const [only] = ops
    if (ops.length === 1 && only) {
      return engine.store.settle([{ id: only.id, status: 'invalid', code: codeOf(error) }])
    }
    const half = Math.ceil(ops.length / 2)
    await pushOps(engine, ops.slice(0, half))
    await pushOps(engine, ops.slice(half))
  }
}

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
  if (head === null || head.version !== envelope.before || head.nonce !== envelope.nonce || envelope.forked)
    return false
  if (envelope.after === head.version && envelope.root !== head.root) return false
  try {
    await prepare(engine, state, envelope, { full: false, fresh: false, forked: false, least: 0 })
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
