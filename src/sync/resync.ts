import { CloudError, codeOf } from '../domain/errors.ts'
import { headOf } from '../domain/head.ts'
import { meKey } from '../domain/keys.ts'
import type { Progress } from '../domain/lock.ts'
import { type LeafIndex, missingBodies, nextIndex } from '../domain/plan.ts'
import type { Delta, Engine, LeafEntry, LocalState, VerifiedBody } from './ports.ts'
import { pullBodies } from './pull.ts'
import { verifyBody, verifyRoot } from './verify.ts'

/** Bytes of bodies that a delta brings along. */
export const deltaBudget = 500_000
/** Times that the cloud may move on while its leaves are being fetched. */
const mostRounds = 6

/**
 * `full`: since 0. The cloud then cannot tell whether it lost history meanwhile, so own ops that it no longer knows are
 * looked for. `fresh`: every body is fetched anew, as a forced resync demands; only what this force staged already counts.
 */
export interface Ask {
  full: boolean
  fresh: boolean
  /** The version that the poll saw: an older answer is one that someone plays again. */
  least: number
}

/** Asks what changed; the pending ops go along so that the answer says which of them it contains. */
export async function askDelta(engine: Engine, state: LocalState, ask: Ask): Promise<Delta> {
  const { ids, sent } = await engine.store.pending()
  const { head, keep } = state
  const full = ask.full || head === null
  const pending = full ? [...ids, ...sent] : ids
  const since = full ? 0 : head.version
  const root = full ? '' : head.root
  const signal = engine.cancel.current.signal
  const delta = await engine.cloud.delta({ since, root, pending, keep, budget: deltaBudget }, signal)
  if (delta.since !== since && !(delta.forked && delta.since === 0)) throw new CloudError('bad_answer', 'another since')
  if (delta.version < ask.least) throw new CloudError('bad_answer', 'older than the poll')
  if (!delta.forked) return delta
  // Once more, now with everything sent in the last 30 days: the answer must tell which of it is lost.
  return { ...(await askDelta(engine, state, { ...ask, full: true })), forked: true }
}

interface Work {
  engine: Engine
  state: LocalState
  ask: Ask
  progress: Progress
  /** The replica's index: what a tail may be put onto. */
  index: LeafIndex
}

/**
 * Downloads and verifies everything between the replica and a delta, and leaves it prepared: one transaction away from being
 * the replica. The replica itself is not touched.
 *
 * @returns the deltas it went through: the first, and what moved on meanwhile
 * @throws CloudError `hash_mismatch`, `root_mismatch`, `cut_off` when what came is not what was promised
 */
export async function prepare(engine: Engine, state: LocalState, first: Delta, ask: Ask): Promise<Delta[]> {
  const index = await engine.store.index()
  const startedAt = engine.clock.now()
  const progress = { items: 0, itemsTotal: 0, bytes: 0, bytesTotal: 0, startedAt }
  const work: Work = { engine, state, ask, progress, index }
  let delta = first
  let base = first.since === 0 ? {} : index
  const contained = new Set(first.contained)
  const deltas = [first]
  for (let round = 0; round < mostRounds; round++) {
    const next = nextIndex(base, delta)
    await verifyRoot(next, delta.view_root)
    if (await fetchBodies(work, delta, next)) {
      const erased = deltas.flatMap((one) => one.erased ?? [])
      await finish(work, delta, next, { contained: [...contained], erased })
      return deltas
    }
    // A leaf moved between two calls: ask what else did, from the snapshot that was verified.
    base = next
    const { version, root } = delta
    const { ids } = await engine.store.pending()
    const call = { since: version, root, pending: ids, keep: state.keep, budget: deltaBudget }
    delta = await engine.cloud.delta(call, engine.cancel.current.signal)
    if (delta.since !== version) throw new CloudError('root_mismatch', 'the cloud was restored meanwhile')
    for (const id of delta.contained) contained.add(id)
    deltas.push(delta)
  }
  throw new CloudError('root_mismatch', 'the cloud never stood still')
}

/** Brings every body of `next` onto the device. @returns whether all are there; else some moved on meanwhile */
async function fetchBodies(work: Work, delta: Delta, next: LeafIndex): Promise<boolean> {
  const { engine, state, ask, progress } = work
  const { session } = state
  const at = { session, nonce: delta.nonce }
  const held = await engine.store.held(session, delta.nonce, ask.fresh)
  const hold = (rows: VerifiedBody[]) => rows.forEach(({ key, hash }) => held.add(`${key} ${hash}`))
  const missing = () => missingBodies(next, (key, hash) => held.has(`${key} ${hash}`))
  const inline = await verifyInline(work, delta, next)
  const staging = engine.store.stage(session, delta.nonce, inline)
  hold(inline)
  const wanted = missing()
  if (wanted.length > 0) {
    if (ask.fresh && delta.spread_ms > 0) await spread(engine, delta.spread_ms)
    const tell = teller(engine, progress, wanted)
    await Promise.all([
      staging,
      pullBodies(engine, at, wanted, ({ rows, bytes }) => {
        hold(rows)
        tell(rows.length, bytes)
      }),
    ])
  }
  await staging
  return missing().length === 0
}

/** The bodies that came inside the delta. A ledger's tail that does not fit is left out, and pulled whole. */
async function verifyInline(work: Work, delta: Delta, next: LeafIndex): Promise<VerifiedBody[]> {
  const { engine, index } = work
  const rows = await Promise.all(
    Object.entries(delta.bodies).map(async ([key, text]) => {
      const hash = next[key]?.hash
      if (hash === undefined) throw new CloudError('bad_answer', `a body without an entry: ${key}`)
      return verifyBody(key, hash, text, async (name) => {
        const held = index[name]?.hash
        const body = held === undefined ? null : await engine.store.body(name, held)
        return held === undefined || body === null ? null : { hash: held, text: body }
      })
    }),
  )
  return rows.filter((row) => row !== null)
}

/** After a force not all devices download at once; whoever clicks does not wait. */
async function spread(engine: Engine, ms: number): Promise<void> {
  const until = engine.clock.now() + ms
  while (engine.clock.now() < until) {
    if ((await engine.store.state()).lock.is === 'downloading') return
    await engine.clock.wait(Math.min(500, until - engine.clock.now()), engine.cancel.current.signal)
  }
}

/** Notes what arrived, four times a second at most, in the lock's row. */
function teller(engine: Engine, progress: Progress, wanted: LeafEntry[]): (items: number, bytes: number) => void {
  progress.itemsTotal += wanted.length
  progress.bytesTotal += wanted.reduce((sum, { bytes }) => sum + bytes, 0)
  let toldAt = 0
  return (items, bytes) => {
    progress.items += items
    progress.bytes += bytes
    if (engine.clock.now() - toldAt < 250) return
    toldAt = engine.clock.now()
    void engine.store
      .lock({ is: 'progressed', progress: { ...progress } })
      .then(() => engine.tabs.tell({ is: 'lock' }))
      .catch(() => undefined)
  }
}

async function finish(
  work: Work,
  delta: Delta,
  next: LeafIndex,
  { contained, erased }: { contained: string[]; erased: string[] },
): Promise<void> {
  const { engine, state, ask } = work
  const { ids, sent } = await engine.store.pending()
  const known = new Set([...contained, ...ids])
  const me = next[meKey(engine.store.user)]?.hash ?? ''
  await engine.store.prepare(
    {
      session: state.session,
      base: state.head?.stamp ?? null,
      head: { ...headOf(delta), view_root: delta.view_root, me },
      policy: delta.policy,
      minClient: delta.min_client,
      keep: state.keep,
      next,
      contained,
      lost: ask.full ? sent.filter((id) => !known.has(id)) : [],
      erased,
      changedBy: delta.changed?.by ?? null,
    },
    [],
  )
}

/** Whether a failure may be this replica's fault, so that asking for everything may help. */
export const isMismatch = (error: unknown): boolean =>
  ['hash_mismatch', 'root_mismatch', 'cut_off'].includes(codeOf(error))
