import type { Progress } from './lock.ts'

/** Milliseconds a download still needs at its rate so far; null until half a second and some bytes have passed. */
export function timeLeft({ bytes, bytesTotal, startedAt }: Progress, now: number): number | null {
  const spent = now - startedAt
  if (spent < 500 || bytes <= 0 || bytesTotal <= bytes) return null
  return ((bytesTotal - bytes) * spent) / bytes
}
