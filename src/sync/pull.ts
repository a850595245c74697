import { CloudError } from '../domain/errors.ts'
import { cutPulls } from '../domain/plan.ts'
import type { Engine, LeafEntry, VerifiedBody } from './ports.ts'
import { type HeldBody, verifyBody } from './verify.ts'

/** Bytes of bodies that one pull asks for, and pulls at a time. */
const callBytes = 1_000_000
const atOnce = 4

const nothingHeld: HeldBody = async () => null

export interface Arrived {
  rows: VerifiedBody[]
  bytes: number
}

/**
 * Fetches whole bodies, several calls at a time; each is verified against its own hash and staged as it comes, so that a kill
 * loses one call at most. What changed on the way is staged too: the next delta names it.
 *
 * @throws CloudError of the first call that failed; what came before stays staged
 */
export async function pullBodies(
  engine: Engine,
  at: { session: string; nonce: string },
  wanted: LeafEntry[],
  onArrived: (arrived: Arrived) => void,
): Promise<void> {
  const calls = cutPulls(wanted, callBytes)
  const failed = new AbortController()
  const signal = AbortSignal.any([failed.signal, engine.cancel.current.signal])
  let writing: Promise<void> = Promise.resolve()

  async function work(): Promise<void> {
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      const rows = await pullOnce(engine, call, signal)
      // The cloud works on the next call while these are written, one write at a time.
      const before = writing
      writing = before.then(() => engine.store.stage(at.session, at.nonce, rows))
      await before
      onArrived({ rows, bytes: call.reduce((sum, entry) => sum + entry.bytes, 0) })
    }
    await writing
  }

  const workers = Array.from({ length: Math.min(atOnce, calls.length) }, () =>
    work().catch((error: unknown) => {
      failed.abort()
      throw error
    }),
  )
  const outcomes = await Promise.allSettled(workers)
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []))
  const first = reasons.find((reason) => !(reason instanceof CloudError && reason.code === 'cancelled')) ?? reasons[0]
  if (first !== undefined) throw first instanceof Error ? first : new CloudError('bad_answer')
}

async function pullOnce(engine: Engine, call: LeafEntry[], signal: AbortSignal): Promise<VerifiedBody[]> {
  const asked = new Set(call.map(({ key }) => key))
  const leaves = await engine.cloud.pull([...asked], 0, signal)
  const rows = await Promise.all(
    leaves
      .filter(({ key, hash }) => asked.has(key) && hash !== '')
      .map(({ key, hash, body }) => verifyBody(key, hash, body, nothingHeld)),
  )
  return rows.filter((row) => row !== null)
}
