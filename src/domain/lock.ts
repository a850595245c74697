import { type Head, reaches, sameHead } from './head.ts'
import type { Code } from './errors.ts'

export type LockReason = 'first' | 'changed' | 'forced' | 'forked'

/** Why the device is locked and which head it must reach. */
export interface LockCause {
  reason: LockReason
  by: string | null
  at: number | null
  /** The admin's words of a forced sync. */
  why: string | null
  head: Head
}

export interface Progress {
  items: number
  itemsTotal: number
  bytes: number
  bytesTotal: number
  startedAt: number
}

/** The one row in Dexie (`meta`, key `lock`) that decides whether a device may edit. */
export type Lock =
  | { is: 'synced' }
  | { is: 'required'; cause: LockCause; failures: number }
  | { is: 'downloading'; cause: LockCause; failures: number; progress: Progress }
  | { is: 'failed'; cause: LockCause; failures: number; code: Code; at: number }

export type LockEvent =
  | { is: 'demanded'; cause: LockCause }
  | { is: 'clicked'; at: number }
  | { is: 'progressed'; progress: Progress }
  | { is: 'applied'; head: Head }
  /** The cloud stands where this device does: whatever was demanded is void, a garbled poll or a history that is gone. */
  | { is: 'current' }
  | { is: 'failed'; code: Code; at: number }
  | { is: 'cancelled' }

const weight: Record<LockReason, number> = { changed: 0, first: 1, forked: 2, forced: 3 }

/** Two demands as one: the newest head, under the heaviest reason. */
function mergeCauses(old: LockCause, fresh: LockCause): LockCause {
  if (weight[fresh.reason] < weight[old.reason]) return { ...old, head: fresh.head }
  // The words of a force come with its delta; the polls in between do not know them.
  return fresh.reason === old.reason && fresh.head.nonce === old.head.nonce
    ? { ...fresh, why: fresh.why ?? old.why }
    : fresh
}

/** The same object when the demand is the same: it is written, and told to all tabs, on a change only. */
function demandMore(lock: Exclude<Lock, { is: 'synced' }>, fresh: LockCause): Lock {
  const cause = mergeCauses(lock.cause, fresh)
  const { reason, why, head } = lock.cause
  return cause.reason === reason && cause.why === why && sameHead(cause.head, head) ? lock : { ...lock, cause }
}

const begin = (at: number): Progress => ({ items: 0, itemsTotal: 0, bytes: 0, bytesTotal: 0, startedAt: at })

/** The lock after an event: total, and exhaustive over states and events. The same object comes back when nothing changes. */
export function nextLock(lock: Lock, event: LockEvent): Lock {
  switch (event.is) {
    case 'demanded':
      return lock.is === 'synced' ? { is: 'required', cause: event.cause, failures: 0 } : demandMore(lock, event.cause)
    case 'clicked':
      return lock.is === 'required' || lock.is === 'failed'
        ? { is: 'downloading', cause: lock.cause, failures: lock.failures, progress: begin(event.at) }
        : lock
    case 'progressed':
      return lock.is === 'downloading' ? { ...lock, progress: event.progress } : lock
    case 'applied':
      return lock.is !== 'synced' && reaches(event.head, lock.cause.head) ? { is: 'synced' } : lock
    case 'current':
      return lock.is === 'synced' ? lock : { is: 'synced' }
    case 'failed':
      return lock.is === 'downloading'
        ? { is: 'failed', cause: lock.cause, failures: lock.failures + 1, code: event.code, at: event.at }
        : lock
    case 'cancelled':
      return lock.is === 'downloading' ? { is: 'required', cause: lock.cause, failures: lock.failures } : lock
  }
}

/** After two failures the device may be read without the download. */
export const mayReadOnly = (lock: Lock): boolean => lock.is !== 'synced' && lock.failures >= 2
