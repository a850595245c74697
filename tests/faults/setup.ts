import { vi } from 'vitest'

// The one door to the storage opens one transaction at a time, in an order that the seed decides.
vi.mock('../../src/db/open.ts', async (original) => {
  const { gateStorage } = await import('./model/gate.ts')
  return gateStorage(await original())
})
