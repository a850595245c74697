import type { Seen } from './calls.ts'

/** The rhythm of a device's polls, as the server saw it. */
export interface Pulse {
  polls: number
  seconds: number
  perSecond: number
  /** The longest silence, in milliseconds, the two ends of the time watched included. */
  longestGap: number
  p50Gap: number
  failed: number
}

/** The middle one (or any other share) of the values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Reads the rhythm of the polls seen between two moments. */
export function pulseOf(seen: readonly Seen[], from: number, to: number): Pulse {
  const polls = seen.filter(({ call, at }) => call === 'poll' && at >= from && at <= to)
  const times = [from, ...polls.map(({ at }) => at), to]
  const gaps = times.slice(1).map((at, i) => at - (times[i] ?? at))
  const seconds = (to - from) / 1000
  return {
    polls: polls.length,
    seconds,
    perSecond: polls.length / seconds,
    longestGap: Math.max(...gaps),
    p50Gap: percentile(gaps, 0.5),
    failed: polls.filter(({ status }) => status !== 200 && status !== 'open').length,
  }
}
