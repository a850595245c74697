/**
 * A worker that leaves hears no ticks for so long, or until the new one is there. Browsers find a worker idle 30 s after its
 * last event at the latest: Chromium has been seen to keep one that got ticks for as long as they came.
 */
const peaceMs = 40_000

/** Which worker is about to be replaced, and is left in peace until then. */
export interface Leaving {
  /** The present worker has said that it leaves. */
  note(): void
  /** Whether the present worker is to be left in peace. */
  isNow(): boolean
}

/** @param worker the present one */
export function watchLeaving(worker: () => ServiceWorker | null): Leaving {
  let leaver: ServiceWorker | null = null
  let until = 0
  return {
    note() {
      leaver = worker()
      until = Date.now() + peaceMs
    },
    isNow: () => leaver !== null && leaver === worker() && Date.now() < until,
  }
}
