import { setFlagsFromString } from 'node:v8'
import { vi } from 'vitest'

// Hardly anything lives for longer than its schedule.
setFlagsFromString('--min-semi-space-size=64')
setFlagsFromString('--max-semi-space-size=128')

// The one door to the storage opens one transaction at a time, in an order that the seed decides.
vi.mock('../../src/db/open.ts', async (original) => {
  const { gateStorage } = await import('./model/gate.ts')
  return gateStorage(await original())
})
