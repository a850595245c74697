import * as v from 'valibot'
import { mailKinds } from '../../src/domain/mailChoice.ts'
import { clean } from './clean.ts'

// No text gets into a mail but through here: names are whatever somebody once typed.
const text = v.pipe(v.optional(v.string(), ''), v.transform(clean))
const count = v.optional(v.pipe(v.number(), v.integer()), 0)

const line = v.object({
  /** Epoch milliseconds. */
  at: v.number(),
  by: text,
  reason: text,
  name: text,
  /** Of a backup, as `2026-11-28`. */
  day: text,
  city: text,
  institution: text,
  employees: count,
  points: count,
  /** The first of those that failed, and how many there were. */
  failures: v.optional(v.array(v.object({ name: text, error: text })), []),
  failed: count,
})

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false // the only way to ask
  }
}

const delivery = v.object({
  id: v.pipe(v.string(), v.uuid()),
  /** Which attempt this is, from 1. */
  attempt: v.pipe(v.number(), v.integer()),
  kind: v.picklist(mailKinds),
  to: v.string(),
  locale: v.picklist(['ro', 'en']),
  zone: v.fallback(v.pipe(v.string(), v.check(isZone)), 'UTC'),
  /** How many things it tells; `lines` has the last of them. */
  count: v.pipe(v.number(), v.integer()),
  lines: v.pipe(v.array(line), v.minLength(1)),
})

/** One thing that happened. */
export type Line = v.InferOutput<typeof line>
/** One mail to one person, as it was claimed. */
export type Delivery = v.InferOutput<typeof delivery>
/** How an attempt ended. Of a `retry` it is told whether other mails would fare better. */
export type Outcome =
  { is: 'sent' } | { is: 'failed'; error: string } | { is: 'retry'; error: string; because: 'mail' | 'server' }

/** The worker's side of `sql/66_mail_outbox.sql`. Every method rejects when the cloud does not answer. */
export interface Outbox {
  /** Takes in what happened since the last run. */
  spread(): Promise<void>
  /** One mail that is due, for nobody else as long as its lease lasts; null when there is none. */
  claim(): Promise<Delivery | null>
  done(delivery: Delivery, outcome: Outcome): Promise<void>
}

/** Calls a function of the cloud with arguments by name. */
export type Call = (name: string, args: Record<string, string | number>) => Promise<unknown>

/** The outbox, however the cloud is called. */
export function outboxBy(call: Call): Outbox {
  return {
    spread: async () => void (await call('mail_spread', {})),
    claim: async () => v.parse(v.nullable(delivery), await call('mail_claim', {})),
    done: async ({ id, attempt }, outcome) => {
      const error = outcome.is === 'sent' ? '' : outcome.error.slice(0, 500)
      await call('mail_done', { delivery: id, attempt, outcome: outcome.is, error })
    },
  }
}
