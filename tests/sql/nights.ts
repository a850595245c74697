import type { Cloud } from './cloud.ts'

/** A night as `private.run_jobs` answers with it. */
interface Night {
  night: string
  copied: number
  kept: number
  failed: number
  done_at: string | null
  pruned_at: string | null
}

/** Runs the jobs as if it were that moment; null when nothing was due. */
export async function runJobs(cloud: Cloud, at: string): Promise<Night | null> {
  const [row] = await cloud.sql('select private.run_jobs($1::timestamptz) as night', [at])
  return (row?.['night'] ?? null) as Night | null
}
