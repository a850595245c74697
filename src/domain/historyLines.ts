import type { Id, LedgerEntry } from './model.ts'
import type { HistoryLine } from './views.ts'

type Entry = Extract<HistoryLine, { is: 'entry' }>

/** An entry whose total is not worked out yet. */
export type BareEntry = Omit<Entry, 'total'>

/**
 * Gives each entry of one week the points after it, counted back from the last: what stood there before the first entry was
 * recorded is in no ledger.
 *
 * @param entries oldest first
 * @returns newest first
 */
export function withTotals(entries: readonly BareEntry[], points: number): Entry[] {
  let total = points
  return [...entries].reverse().map((entry) => {
    const line = { ...entry, total }
    total -= entry.effective
    return line
  })
}

/** A person's entries of a ledger, oldest first. */
export const entriesOf = (entries: readonly LedgerEntry[], employee: Id): BareEntry[] =>
  entries
    .filter((entry) => entry.employee === employee)
    .map(({ id, at, by, kind, delta, effective, reason }) => ({
      is: 'entry',
      id,
      at,
      by,
      kind,
      delta,
      effective,
      reason,
      pending: false,
    }))

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
const kinds = ['add', 'set', 'undo', 'restore'] as const

/** A person's entries of a week that is closed, as its archive lists them, oldest first. */
export const archivedEntries = (entries: readonly Record<string, unknown>[], employee: Id): BareEntry[] =>
  entries
    .filter((entry) => entry['employee'] === employee)
    .map((entry) => ({
      is: 'entry',
      id: text(entry['id']),
      at: number(entry['at']),
      by: text(entry['by']),
      kind: kinds.find((kind) => kind === entry['kind']) ?? 'add',
      delta: number(entry['delta']),
      effective: number(entry['effective']),
      reason: text(entry['reason']),
      pending: false,
    }))
