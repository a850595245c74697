import type { Memory } from './memory.ts'
import type { Engine } from './ports.ts'

const edgeMs = 10_000
const everyMs = 5 * 60_000

/**
 * Tells the cloud where this device stands: at every applied head, every 5 minutes, and when the outbox or the lock has changed
 * since the last time, which is at least 10 s ago: a lock that somebody opens at once is not worth a word.
 */
export async function report(engine: Engine, memory: Memory): Promise<void> {
  const { head, device, unsent, tray, lock } = await engine.store.state()
  const { stamp, at, ...told } = memory.report
  const state = memory.isTooOld ? 'outdated' : lock.is
  const since = engine.clock.now() - at
  const isOther = told.unsent !== unsent || told.state !== state
  const isDue = head?.stamp !== stamp || (isOther && since >= edgeMs) || since >= everyMs
  if (head === null || !isDue) return
  memory.report = { stamp: head.stamp, unsent, state, at: engine.clock.now() }
  const { version, root, epoch, nonce } = head
  await engine.cloud.report(device, { version, root, nonce, epoch, unsent, tray, app: engine.app, state })
}
