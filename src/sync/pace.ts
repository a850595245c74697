import type { Engine } from './ports.ts'

/** Polls are at least this far apart, however many tabs tick. */
export const pollGapMs = 900

/** When steps began in one context. Given from one runner to the next, whoever they run for, or each would begin at once. */
export interface Pace {
  stepAt: number | null
  signalAt: number | null
}

export const freshPace = (): Pace => ({ stepAt: null, signalAt: null })

/** Whether no step of this context has begun within `gapMs`. A clock that was set back holds nothing up. */
export function isDue(engine: Engine, pace: Pace, gapMs: number): boolean {
  const ago = pace.stepAt === null ? Infinity : engine.clock.now() - pace.stepAt
  return ago >= gapMs || ago < 0
}

/** What hears signals: one that follows another waits; whoever steps meanwhile sees what there is to see. */
export function signals(engine: Engine, pace: Pace, hurry: () => Promise<void>): () => Promise<void> {
  let signal: Promise<void> | null = null

  async function heed(): Promise<void> {
    const ms = pace.signalAt === null ? 0 : pollGapMs - (engine.clock.now() - pace.signalAt)
    // A clock that was set back holds nothing up.
    await (ms > 0 ? engine.clock.wait(Math.min(ms, pollGapMs)) : undefined)
    signal = null
    pace.signalAt = engine.clock.now()
    if (ms <= 0 || isDue(engine, pace, pollGapMs)) await hurry()
  }

  return () => (signal ??= heed())
}
