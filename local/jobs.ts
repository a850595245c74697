/** What the scheduler needs of the world; a test has its own. */
export interface JobClock {
  now(): number
  /** Calls again and again; what it returns ends that. */
  every(ms: number, task: () => void): () => void
}

const hour = 3_600_000

/** The machine's clock. Its timer keeps no process alive. */
export const machineClock: JobClock = {
  now: () => Date.now(),
  every(ms, task) {
    const timer = setInterval(task, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}

/**
 * What pg_cron does on Supabase: runs the nightly jobs now and then every hour. What is due, and whether it was done already, the
 * database decides (`private.run_jobs`); a run that fails is said and left to the next one.
 *
 * @param run the jobs, told the time in epoch milliseconds
 * @returns ends it
 */
export function scheduleJobs(run: (now: number) => Promise<unknown>, clock: JobClock): () => void {
  const once = (): void =>
    void run(clock.now()).catch((error: unknown) => console.error('punctaj: the nightly jobs failed:', error))
  once()
  return clock.every(hour, once)
}
