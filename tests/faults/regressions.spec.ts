import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { withCloud } from './converge.ts'
import { actions } from './model/actions.ts'
import { runSchedule, tame } from './model/schedule.ts'
import { regressions } from './regressions.ts'

const cloud = withCloud()

test.each(regressions)('$name', async ({ seed, actions: list }) => {
  tame()
  const { wrong } = await runSchedule(cloud(), seed, list)
  expect(wrong).toEqual([])
})

test('a seed decides everything that happens', async () => {
  tame()
  const [sample] = fc.sample(fc.tuple(fc.integer(), actions), { numRuns: 1, seed: 5 })
  if (!sample) throw new Error('no sample')
  const first = await runSchedule(cloud(), ...sample)
  const second = await runSchedule(cloud(), ...sample)
  expect(first.trace.length).toBeGreaterThan(100)
  expect(second.trace).toEqual(first.trace)
})
