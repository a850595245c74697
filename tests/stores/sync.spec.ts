import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { useSync } from '../../src/stores/sync.ts'

/** What the store knows after a poll, on a device at version `local`. */
function status(local: number | null, polled: number | null, is: 'synced' | 'required' = 'synced') {
  setActivePinia(createPinia())
  const sync = useSync()
  sync.head = (local === null ? null : { version: local }) as typeof sync.head
  sync.cloudVersion = polled
  sync.lock = { is } as typeof sync.lock
  return sync
}

describe("the cloud's version", () => {
  it('is what the answer to an own edit said, until a poll says more', () => {
    expect(status(8, 7).cloud).toBe(8)
    expect(status(8, 9).cloud).toBe(9)
  })

  it('is what was polled under a lock: a restored cloud is behind this device', () => {
    expect(status(8, 5, 'required').cloud).toBe(5)
  })

  it('is unknown until it was polled', () => {
    expect(status(8, null).cloud).toBeNull()
    expect(status(null, 7).cloud).toBe(7)
  })
})
