import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery, Outbox, Outcome } from './outbox.ts'

/** Hands one mail in. Never rejects for what a mail server said: that is an outcome. */
export type Post = (delivery: Delivery) => Promise<Outcome>

/** What a run did; `error` is the last thing that went wrong. */
export interface Tally {
  sent: number
  retry: number
  failed: number
  error: string
  /** The mail server took nothing more: the rest waits for the next run, without an attempt spent. */
  isCut: boolean
}

/**
 * One run: takes in what happened, then sends what is due, one mail after the other. Ends early after the mail under way when the
 * signal says so, or when the mail server itself is the trouble.
 *
 * @throws when the cloud does not answer; the mail under way is then sent again later, under the same Message-ID
 */
export async function runMail(outbox: Outbox, post: Post, signal: AbortSignal): Promise<Tally> {
  const tally: Tally = { sent: 0, retry: 0, failed: 0, error: '', isCut: false }
  await outbox.spread()
  while (!signal.aborted && !tally.isCut) {
    const delivery = await outbox.claim()
    if (delivery === null) break
    const outcome = await post(delivery)
    await outbox.done(delivery, outcome)
    tally[outcome.is]++
    if (outcome.is === 'sent') continue
    tally.error = outcome.error
    tally.isCut = outcome.is === 'retry' && outcome.because === 'server'
  }
  return tally
}

/** A run in one line; empty when nothing was due. */
export function inWords({ sent, retry, failed, error }: Tally): string {
  const counts: [number, string][] = [
    [sent, 'sent'],
    [retry, 'to be tried again'],
    [failed, 'given up'],
  ]
  const told = counts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`)
  return told.length === 0 ? '' : `${told.join(', ')}${error === '' ? '' : ` (${error})`}`
}

/** Does runs one after the other until the signal says so. A run that failed is told, and the next one comes as ever. */
export async function keepMailing(
  run: () => Promise<Tally>,
  everyMs: number,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const line = await run().then(inWords, (error: unknown) => (error as Error).message)
    if (line !== '') log(line)
    // Rejects when the signal comes, which is all that it is for.
    await sleep(everyMs, undefined, { signal }).catch(() => undefined)
  }
}
