import { codeOf, isStorageFault } from '../domain/errors.ts'
import type { Engine } from './ports.ts'

/** Tells the tabs when a failure is the device's own: nobody waits for what the engine writes, and somebody must make room. */
export function tellFault(engine: Engine, error: unknown): void {
  const code = codeOf(error)
  if (isStorageFault(code)) engine.tabs.tell({ is: 'storage', code })
}
