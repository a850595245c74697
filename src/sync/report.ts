import type { Memory } from './memory.ts'
import type { Engine } from './ports.ts'

const edgeMs = 10_000
const everyMs = 5 * 60_000

/** Tells the cloud where this device stands: at every applied head, 10 s after the outbox changed, every 5 minutes. */
export async function report(engine: Engine, memory: Memory): Promise<void> {
  const { head, device, unsent, tray, lock } = await engine.store.state()
  const { stamp, at } = memory.report
  const since = engine.clock.now() - at
  const isDue = head?.stamp !== stamp || (memory.report.unsent !== unsent && since >= edgeMs) || since >= everyMs
  if (head === null || !isDue) return
  memory.report = { stamp: head.stamp, unsent, at: engine.clock.now() }
  const { version, root, epoch, nonce } = head
  await engine.cloud.report(device, { version, root, nonce, epoch, unsent, tray, app: engine.app, state: lock.is })
}
