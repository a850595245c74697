import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { line, readTally, sum } from '../../scripts/tally.ts'

const folder = mkdtempSync(join(tmpdir(), 'punctaj-tally-'))
afterAll(() => rmSync(folder, { recursive: true }))

function report(content: object): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const vitest = (passed: number, failed = 0, pending = 0, todo = 0) =>
  report({ numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo })

describe('the tally', () => {
  it('reads what Vitest counted', () => {
    expect(readTally('vitest', vitest(5, 1, 2, 1), 1)).toEqual({ passed: 5, failed: 1, skipped: 3 })
  })

  it('reads what Playwright counted, and takes a flaky test for a failed one', () => {
    const file = report({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 2 } })
    expect(readTally('playwright', file, 1)).toEqual({ passed: 7, failed: 2, skipped: 2 })
  })

  it('counts a runner that failed without a failed test as a failure', () => {
    expect(readTally('vitest', vitest(5), 1)).toEqual({ passed: 5, failed: 1, skipped: 0 })
  })

  it('counts a runner without tests, or without a report, as a failure', () => {
    expect(readTally('vitest', vitest(0, 0, 4), 0)).toEqual({ passed: 0, failed: 1, skipped: 4 })
    expect(readTally('playwright', join(folder, 'missing.json'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('ends in one line that says nothing of skipped tests where there are none', () => {
    const some = { passed: 2, failed: 1, skipped: 0 }
    expect(line(sum([some, some]))).toBe('4 passed, 2 failed')
    expect(line(sum([some, { ...some, skipped: 3 }]))).toBe('4 passed, 2 failed, 3 skipped')
  })
})
