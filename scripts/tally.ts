import { existsSync, readFileSync } from 'node:fs'

/** What a test runner counted. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

const readers = {
  vitest: (report: VitestReport): Tally => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  }),
  playwright: ({ stats }: PlaywrightReport): Tally => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }),
}

/**
 * Reads a runner's JSON report. A runner that failed without a failed test (a file that does not load, no report at
 * all) or that ran no test at all counts as one failure, so that nothing goes missing silently.
 */
export function readTally(runner: keyof typeof readers, file: string, code: number): Tally {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const tally = readers[runner](JSON.parse(readFileSync(file, 'utf8')) as VitestReport & PlaywrightReport)
  const isSilent = (code !== 0 && tally.failed === 0) || tally.passed + tally.failed === 0
  return isSilent ? { ...tally, failed: tally.failed + 1 } : tally
}

/** Adds up what all runners counted. */
export const sum = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
  skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
})

/** `12 passed, 0 failed`, and what was skipped only where something was. */
export const line = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
