import { type AppliedHead, type PolledHead, sameHead } from './head.ts'
import type { Lock, LockReason } from './lock.ts'

/** What a poll says about this device. */
export type Finding =
  | { is: 'same' }
  /** Lower than what was seen before; a second fresh poll must confirm it. */
  | { is: 'suspect' }
  /** `own`: the view itself moved (rights, or what this device keeps), which needs nobody's click. */
  | { is: 'differs'; reason: LockReason; own: boolean; full: boolean }

/**
 * Compares a poll with what is applied and what is already demanded (docs/protocol.md, section 5).
 *
 * @param suspects lower polls in a row before this one
 * @param isKeepMoved the person keeps other institutions here than the head was applied with
 */
export function judgePoll(
  head: AppliedHead | null,
  lock: Lock,
  polled: PolledHead,
  suspects: number,
  isKeepMoved = false,
): Finding {
  if (!head) return { is: 'differs', reason: 'first', own: false, full: true }
  const own = polled.me !== head.me || isKeepMoved
  const demanded = lock.is === 'synced' ? null : lock.cause
  const version = Math.max(head.version, demanded?.head.version ?? 0)
  const epoch = Math.max(head.epoch, demanded?.head.epoch ?? 0)
  if (polled.version < version || polled.epoch < epoch) {
    // An old answer from somewhere on the way, or a cloud restored from a backup: only the latter says it twice.
    const isKnown = demanded?.reason === 'forked' && sameHead(demanded.head, polled)
    return suspects < 1 && !isKnown ? { is: 'suspect' } : { is: 'differs', reason: 'forked', own, full: true }
  }
  if (polled.nonce !== head.nonce) return { is: 'differs', reason: 'forced', own, full: true }
  if (polled.version !== head.version || polled.root !== head.root || own) {
    return { is: 'differs', reason: 'changed', own, full: own }
  }
  return { is: 'same' }
}
