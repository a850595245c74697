import { logDownload } from './log.ts'
import type { Engine } from './ports.ts'

/**
 * Applies what is prepared and tells every tab.
 *
 * @returns false when nothing is prepared for the present head
 */
export async function applyNow(engine: Engine): Promise<boolean> {
  const before = await engine.store.state()
  if ((await engine.store.apply()) === null) return false
  const after = await engine.store.state()
  engine.tabs.tell({ is: 'applied', version: after.head?.version ?? 0 })
  await logDownload(engine, before.lock, after, before.head === null)
  return true
}
