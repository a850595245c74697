import { CloudError } from '../domain/errors.ts'
import { parseKey } from '../domain/keys.ts'
import { cutLedger, extendChain, joinLedger, ledgerHash, ledgerText } from '../domain/ledger.ts'
import { type LeafIndex, rootText } from '../domain/plan.ts'
import { digest } from './digest.ts'
import type { VerifiedBody } from './ports.ts'

/** What the device holds of a leaf, for a ledger's tail to be put onto. */
export type HeldBody = (key: string) => Promise<{ hash: string; text: string } | null>

/**
 * Checks a received body against the hash that its entry promised. A ledger's tail is joined to what is held first.
 *
 * @returns null when a ledger's tail does not fit what is held: the whole must be pulled
 * @throws CloudError `hash_mismatch`, `cut_off`, `bad_answer`
 */
export async function verifyBody(
  key: string,
  hash: string,
  text: string,
  held: HeldBody,
): Promise<VerifiedBody | null> {
  if (parseKey(key)?.kind === 'ledger') return verifyLedger(key, hash, text, held)
  if ((await digest(text)) !== hash) throw new CloudError('hash_mismatch', key)
  return { key, hash, text }
}

async function verifyLedger(key: string, hash: string, text: string, held: HeldBody): Promise<VerifiedBody | null> {
  const tail = cutLedger(text)
  const before = tail.from === 0 ? null : await held(key)
  const old = before === null ? null : cutLedger(before.text)
  const whole = joinLedger(old, tail)
  if (whole === null) return null
  const continues = before !== null && old?.batches.length === tail.from
  const actual = continues
    ? await extendChain(before.hash, tail.batches, digest)
    : await ledgerHash(parseKey(key)?.id ?? '', whole, digest)
  if (actual !== hash) throw new CloudError('hash_mismatch', key)
  return { key, hash, text: ledgerText(whole.period, whole.batches) }
}

/** Refuses a set of leaves that is not the one the server vouched for: an entry dropped, added or altered. */
export async function verifyRoot(next: LeafIndex, viewRoot: string): Promise<void> {
  if ((await digest(rootText(next))) !== viewRoot) throw new CloudError('root_mismatch')
}
