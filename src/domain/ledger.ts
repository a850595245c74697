import { CloudError } from './errors.ts'
import type { Id, LedgerEntry } from './model.ts'

/** SHA-256 of a text's UTF-8 bytes as lower-case hex; given by the runtime. */
export type Digest = (text: string) => Promise<string>

/** A ledger body cut into its batches, not parsed (docs/protocol.md, section 1). */
export interface LedgerText {
  period: number
  /** Batches before the first one here. */
  from: number
  batches: string[]
}

/** Reads the first line and cuts the rest into lines. */
export function cutLedger(text: string): LedgerText {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new CloudError('cut_off', 'a ledger does not end with a line feed')
  let head: unknown
  try {
    head = JSON.parse(lines.shift() ?? '')
  } catch {
    throw new CloudError('bad_answer', 'a ledger without a head')
  }
  const { period, from } = head as Partial<LedgerText>
  if (!Number.isSafeInteger(period) || !Number.isSafeInteger(from)) {
    throw new CloudError('bad_answer', 'a ledger without period and from')
  }
  return { period: period as number, from: from as number, batches: lines }
}

/** The text of a ledger from its start. */
export const ledgerText = (period: number, batches: string[]): string =>
  `{"period":${period},"from":0}\n${batches.map((batch) => `${batch}\n`).join('')}`

/**
 * A tail put onto what is held. Null when it does not fit (another period, a gap, nothing held): pull the whole ledger then.
 * Where both overlap the held lines win; the chain shows whether they were the right ones.
 */
export function joinLedger(held: LedgerText | null, tail: LedgerText): LedgerText | null {
  if (tail.from === 0) return tail
  if (held === null || held.from !== 0 || held.period !== tail.period) return null
  if (tail.from > held.batches.length) return null
  const overlap = held.batches.length - tail.from
  return { period: held.period, from: 0, batches: [...held.batches, ...tail.batches.slice(overlap)] }
}

/** The hash of a ledger leaf: a chain over its batches that starts at the institution and the period. */
export async function ledgerHash(institution: Id, ledger: LedgerText, digest: Digest): Promise<string> {
  return extendChain(await digest(`${institution}:${ledger.period}`), ledger.batches, digest)
}

/** The chain's hash after more batches. */
export async function extendChain(hash: string, batches: string[], digest: Digest): Promise<string> {
  let last = hash
  for (const batch of batches) last = await digest(`${last}\n${batch}`)
  return last
}

/** All entries, oldest first. */
export const parseEntries = (ledger: LedgerText): LedgerEntry[] =>
  ledger.batches.flatMap((batch) => JSON.parse(batch) as LedgerEntry[])
