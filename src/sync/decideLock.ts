import type { LockCause } from '../domain/lock.ts'
import { parseKey } from '../domain/keys.ts'
import { cutLedger } from '../domain/ledger.ts'
import { idsIn, isRelevant } from '../domain/plan.ts'
import type { Delta, Engine } from './ports.ts'

/** Whether a prepared change must be shown and clicked, under the policy that came with it. */
export async function decideLock(engine: Engine, cause: LockCause, delta: Delta): Promise<boolean> {
  if (cause.reason !== 'changed') return true
  switch (delta.policy) {
    case 'strict':
      return true
    case 'automatic':
      return false
    case 'relevant': {
      const open = new Set([...engine.tabs.open(), ...(await engine.store.draftKeys()).flatMap(idsIn)])
      const keys = delta.entries.map(({ key }) => key)
      return isRelevant(keys, await closesPeriod(engine, delta), open)
    }
  }
}

/** A reset or a restore is among the changes: a ledger begins another period. */
async function closesPeriod(engine: Engine, delta: Delta): Promise<boolean> {
  const index = await engine.store.index()
  for (const { key, hash } of delta.entries) {
    const old = index[key]?.hash
    if (parseKey(key)?.kind !== 'ledger' || hash === '' || old === undefined) continue
    const [before, after] = [await engine.store.body(key, old), await engine.store.body(key, hash)]
    if (before !== null && after !== null && cutLedger(before).period !== cutLedger(after).period) return true
  }
  return false
}
