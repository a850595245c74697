import type { Finding } from './run.ts'
import type { Outcome } from './outcome.ts'

const marks: Record<Outcome['is'], string> = { ok: '✅ PASS', failed: '❌ FAIL', unknown: '❔ UNKNOWN' }

/** What stands above everything. */
export const titleLines = (url: string): string[] => ['☁️  PUNCTAJ DOCTOR', url, '']

/** A finding, what was seen, and what to do about it. */
export function findingLines({ name, outcome }: Finding): string[] {
  const lines = [`${marks[outcome.is]}: ${name}`, `   ${outcome.seen}`]
  return outcome.is === 'ok' ? lines : [...lines, `   → ${outcome.fix}`]
}

/** How many passed. */
export function totalLines(findings: readonly Finding[]): string[] {
  const passed = findings.filter(({ outcome }) => outcome.is === 'ok').length
  const rest = findings.length - passed
  return [
    '',
    `Total: ${passed}/${findings.length} tests passed!`,
    rest === 0 ? '✅ All tests passed! Cloud sync is ready to use.' : `❌ ${rest} did not pass: see → above.`,
  ]
}
