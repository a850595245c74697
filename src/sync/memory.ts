import { retryWait } from '../domain/retry.ts'
import type { Clock } from './ports.ts'

/** Failures in a row of one kind of work, and when it may be tried again. */
export interface Backoff {
  failures: number
  nextAt: number
}

/** What the engine remembers between steps in this context. Losing it costs a repetition, never data. */
export interface Memory {
  /** Polls in a row that showed a lower version than was seen before. */
  suspects: number
  poll: Backoff
  resync: Backoff
  push: Backoff
  files: Map<string, Backoff>
  upload: Backoff
  /** The head whose download a person stopped. */
  cancelled: string | null
  /** The cloud wants a newer app: all that this one still does is to say so. */
  isTooOld: boolean
  report: { stamp: string | null; unsent: number; state: string; at: number }
  loggedAt: number
  uploadAt: number
}

const calm = (): Backoff => ({ failures: 0, nextAt: 0 })

/** What a context remembers that has just begun. */
export const freshMemory = (): Memory => ({
  suspects: 0,
  poll: calm(),
  resync: calm(),
  push: calm(),
  files: new Map(),
  upload: calm(),
  cancelled: null,
  isTooOld: false,
  report: { stamp: null, unsent: -1, state: '', at: 0 },
  loggedAt: 0,
  uploadAt: 0,
})

/** Notes a failure: the next try waits longer. */
export function noteFailure(backoff: Backoff, clock: Clock): void {
  backoff.failures += 1
  backoff.nextAt = clock.now() + retryWait(backoff.failures, clock.random())
}

/** Notes a success: nothing has to wait. */
export function noteSuccess(backoff: Backoff): void {
  Object.assign(backoff, calm())
}
