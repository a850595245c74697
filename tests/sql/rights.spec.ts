import { beforeAll, expect, it } from 'vitest'
import { checks } from '../rights/checks/all.ts'
import { World } from '../rights/world.ts'
import { describeCloud } from './cloud.ts'

// Generated over everybody × everything there is, against the one table of tests/rights/allowed.ts.
describeCloud('rights', (cloud) => {
  let world: World
  beforeAll(async () => {
    world = await World.make(cloud().db)
  })
  it.each(checks)('$name', async ({ check }) => {
    const wrong: string[] = []
    for await (const what of check(world)) wrong.push(what)
    expect(wrong.slice(0, 20)).toEqual([])
  })
})
