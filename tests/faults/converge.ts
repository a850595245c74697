import * as fc from 'fast-check'
import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actions } from './model/actions.ts'
import { ModelCloud } from './model/cloud.ts'
import { prepareCloud, runSchedule, tame } from './model/schedule.ts'

/** What one run of many schedules came to, for `npm run test:faults`. */
export interface Report {
  seed: number
  schedules: number
  edits: number
  /** How often what happened. */
  happened: Record<string, number>
  /** Why the last one failed. */
  wrong: string | null
}

/** A cloud for all schedules of a file. */
export function withCloud(): () => ModelCloud {
  let cloud: ModelCloud | undefined
  beforeAll(async () => {
    cloud = await ModelCloud.open()
    await prepareCloud(cloud)
  }, 120_000)
  afterAll(() => cloud?.close())
  return () => {
    if (!cloud) throw new Error('the cloud is opened before the tests')
    return cloud
  }
}

const number = (name: string, otherwise: number) => Number(process.env[name] ?? otherwise)

/** The convergence test over some of the schedules: each part has a seed of its own. */
export function converges(part: number): void {
  const cloud = withCloud()
  const schedules = number('PUNCTAJ_SCHEDULES', 1000)
  const seed = number('PUNCTAJ_SEED', 2026) + part

  test(`in ${String(schedules)} schedules every edit is in the cloud or with a person, and all devices agree`, async () => {
    tame()
    const report: Report = { seed, schedules: 0, edits: 0, happened: {}, wrong: null }
    const file = process.env['PUNCTAJ_REPORT']
    const keep = () => file !== undefined && writeFileSync(file, JSON.stringify(report))
    const property = fc.asyncProperty(fc.integer(), actions, async (chance, list) => {
      const { wrong, trace, edits } = await runSchedule(cloud(), chance, list)
      report.schedules += 1
      report.edits += edits
      for (const { is } of list) report.happened[is] = (report.happened[is] ?? 0) + 1
      report.wrong = wrong[0] ?? null
      if (report.schedules % 100 === 0) keep()
      if (wrong.length > 0) throw new Error([...wrong, ...trace].join('\n'))
    })
    try {
      await fc.assert(property, {
        numRuns: schedules,
        seed,
        // Shrinking takes long and is asked for: `PUNCTAJ_SHRINK=1`.
        endOnFailure: process.env['PUNCTAJ_SHRINK'] === undefined,
      })
    } finally {
      keep()
    }
    // A model in which nothing can be done would find nothing.
    expect(report.edits).toBeGreaterThan(report.schedules)
  }, 36_000_000)
}
