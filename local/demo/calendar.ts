const day = 86_400_000

/** How many weeks of archives the demo has. */
export const weeks = 12

/** When a week of the demo begins and ends, in epoch milliseconds. */
export interface Week {
  start: number
  end: number
}

/**
 * The closed weeks, oldest first, and the open one, which ends now. Weeks close on Sundays at 20:00 UTC.
 */
export function demoWeeks(now: number): { closed: Week[]; open: Week } {
  const date = new Date(now)
  const sunday = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - date.getUTCDay(), 20)
  const last = sunday <= now ? sunday : sunday - 7 * day
  const closed = Array.from({ length: weeks }, (_, i) => {
    const end = last - (weeks - 1 - i) * 7 * day
    return { start: end - 7 * day, end }
  })
  return { closed, open: { start: last, end: now } }
}

/** The moment at that part (0 to 1) of a week. */
export const within = ({ start, end }: Week, part: number): number => Math.round(start + (end - start) * part)
