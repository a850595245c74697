import { CloudError, codeOf } from '../domain/errors.ts'
import { type PolledHead, sameHead } from '../domain/head.ts'
import { judgePoll } from '../domain/judgePoll.ts'
import { type LockCause, mayReadOnly } from '../domain/lock.ts'
import { applyNow } from './applyNow.ts'
import { decideLock } from './decideLock.ts'
import { logDownload } from './log.ts'
import { type Memory, noteFailure, noteSuccess } from './memory.ts'
import type { Delta, Engine, LocalState } from './ports.ts'
import { type Ask, askDelta, isMismatch, prepare } from './resync.ts'

/** How long a change waits for its delta before it locks: most often the delta says that it concerns nobody here. */
const graceMs = 300
/**
 * While own edits wait for the cloud's word, the change is most often they, and a lock would refuse the next edit for nothing.
 * The outbox knows, whichever context pushes, or was killed while it did. As long as a poll may take.
 */
const ownGraceMs = 5000

const nameOf = (polled: PolledHead): string => `${polled.version} ${polled.root} ${polled.nonce}`

function causeOf(polled: PolledHead, reason: LockCause['reason']): LockCause {
  const { version, root, epoch, nonce } = polled
  const forced = reason === 'forced'
  const by = forced ? polled.forcedBy : polled.by
  const at = forced ? polled.forcedAt : polled.at
  return { reason, by, at, why: null, head: { version, root, epoch, nonce } }
}

/** Acts on a poll: locks, downloads ahead of the click, or adopts what concerns nobody here. */
export async function follow(engine: Engine, memory: Memory, state: LocalState, polled: PolledHead): Promise<void> {
  const finding = judgePoll(state.head, state.lock, polled, memory.suspects, state.isKeepMoved)
  memory.suspects = finding.is === 'suspect' ? memory.suspects + 1 : 0
  if (finding.is === 'suspect') return
  if (finding.is === 'same') {
    if (state.lock.is !== 'synced') await open(engine, state)
    // A replica that is the cloud's contains all that was acknowledged. What it does not, a restored cloud has forgotten: it is
    // sent again, idempotent if it was not.
    if (state.acked > 0) await engine.store.sendAgain()
    return
  }
  const { reason, own, full } = finding
  const cause = causeOf(polled, reason)
  const ask: Ask = {
    full,
    fresh: reason === 'forced' || reason === 'forked',
    least: polled.version,
  }
  if (reason !== 'changed') await demand(engine, state, cause)
  const isStopped = memory.cancelled === nameOf(polled) || memory.resync.nextAt > engine.clock.now()
  if (reason === 'first' && !isStopped) await engine.store.lock({ is: 'clicked', at: engine.clock.now() })
  const isClicked = (await engine.store.state()).lock.is === 'downloading'
  if (isStopped && !isClicked) return reason === 'changed' && !own ? demand(engine, state, cause) : undefined
  // Without a lock nobody will click: whether one is needed is decided anew.
  const isReady = state.lock.is !== 'synced' && state.prepared !== null && sameHead(state.prepared, polled)
  const flow: Flow = { engine, memory, state, cause, ask, own }
  try {
    if (!isReady) await fetchAhead(flow)
    else if (isClicked || own) await applyNow(engine)
    noteSuccess(memory.resync)
    memory.cancelled = null
  } catch (error) {
    await fail(flow, error, nameOf(polled))
  }
}

interface Flow {
  engine: Engine
  memory: Memory
  state: LocalState
  cause: LockCause
  ask: Ask
  /** The view itself moved: rights, or what this device keeps. Nobody is asked. */
  own: boolean
}

/** Locks, unless the head moved since the poll was judged: then it is about the past, however long this tab was frozen. */
async function demand(engine: Engine, { head }: LocalState, cause: LockCause): Promise<void> {
  await engine.store.lock({ is: 'demanded', cause }, head?.stamp ?? null)
  engine.tabs.tell({ is: 'lock' })
}

/** The cloud stands where this device does: whatever was demanded is there, or was never true. */
async function open(engine: Engine, { head }: LocalState): Promise<void> {
  await engine.store.lock({ is: 'current' }, head?.stamp ?? null)
  engine.tabs.tell({ is: 'lock' })
}

/** Delta, bodies, verification; then the apply, if nobody needs to be asked. */
async function fetchAhead(flow: Flow): Promise<void> {
  const { engine, state, cause, ask, own } = flow
  const asking = askDelta(engine, state, ask)
  const policy = state.head?.policy ?? 'strict'
  if (cause.reason === 'changed' && !own && policy === 'strict') {
    const grace = state.unsent + state.acked > 0 ? ownGraceMs : graceMs
    const early = await Promise.race([asking.catch(() => null), engine.clock.wait(grace).then(() => null)])
    // The policy may have been changed since this device's head: an answer that is here already says so.
    if (early === null || (early.policy === 'strict' && !isSilent(early))) await demand(engine, state, cause)
  }
  const delta = await asking
  if (delta.force && cause.reason === 'forced') await demand(engine, state, { ...cause, why: delta.force.reason })
  if (delta.forked) await demand(engine, state, { ...cause, reason: 'forked' })
  const deltas = await prepareOrAll(flow, delta)
  const locks = deltas.every(isSilent) || own ? false : await decideLock(engine, cause, delta)
  if (locks) await demand(engine, state, cause)
  const { lock } = await engine.store.state()
  if (!locks || lock.is === 'downloading') await applyNow(engine)
  else engine.tabs.tell({ is: 'lock' })
}

/** Only versions moved, or places this person cannot see, or what this device pushed and never heard the answer to. */
const isSilent = ({ since, entries, foreign }: Delta): boolean => since > 0 && (entries.length === 0 || !foreign)

/** A delta that does not fit what is here may be this replica's fault: everything is asked for, once. */
async function prepareOrAll({ engine, state, ask }: Flow, delta: Delta): Promise<Delta[]> {
  const asked = delta.forked ? { ...ask, full: true, fresh: true } : ask
  try {
    return await prepare(engine, state, delta, asked)
  } catch (error) {
    if (asked.full || !isMismatch(error)) throw error
    const all = { ...asked, full: true }
    return prepare(engine, state, await askDelta(engine, state, all), all)
  }
}

async function fail({ engine, memory, state, cause }: Flow, error: unknown, name: string): Promise<void> {
  const code = codeOf(error)
  if (code === 'cancelled') {
    memory.cancelled = name
    await engine.store.lock({ is: 'cancelled' })
  } else {
    noteFailure(memory.resync, engine.clock)
    if (code !== 'session_ended') console.warn('resync', code)
    // A change that nobody could look at may concern this device: it may not go on editing on top of it.
    if (cause.reason === 'changed') await demand(engine, state, cause)
    const lock = await engine.store.lock({ is: 'failed', code, at: engine.clock.now() })
    if (lock.is === 'failed') await logDownload(engine, lock, await engine.store.state(), false)
    if (mayReadOnly(lock)) await askToReseal(engine, error)
  }
  engine.tabs.tell({ is: 'lock' })
  if (code === 'not_signed_in' || code === 'session_ended') throw error
}

/** The same leaf came wrong twice: its copy at the cloud may be what is broken. */
async function askToReseal(engine: Engine, error: unknown): Promise<void> {
  if (!(error instanceof CloudError) || error.code !== 'hash_mismatch') return
  await engine.cloud.reseal([error.detail]).catch((reason: unknown) => console.warn('reseal', codeOf(reason)))
}
