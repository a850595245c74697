import type { StatusView } from '../db/queries/status.ts'
import { useSync } from '../stores/sync.ts'
import { saveFile } from './saveFile.ts'
import type { StorageState } from './useStorage.ts'

/** Web Locks that are held or waited for: who holds the engine up. */
async function locks(): Promise<unknown> {
  const { held = [], pending = [] } = await navigator.locks.query()
  const plain = (list: LockInfo[]) => list.map(({ name, mode }) => ({ name, mode }))
  return { held: plain(held), pending: plain(pending) }
}

/** Saves what state this device is in as a file for whoever helps: versions, counts and times, nothing of people. */
export function useDiagnostics(
  status: () => StatusView | undefined,
  storage: () => StorageState | null,
): () => Promise<void> {
  const sync = useSync()
  return async () => {
    const { lock, link, lastPollAt, pollGap, cloudVersion, workerStarts, update, tooOld, fault, readOnly, ready } = sync
    const { userAgent, language, onLine } = navigator
    const facts = {
      punctaj: 'diagnostics',
      version: 1,
      at: new Date().toISOString(),
      app: __APP_VERSION__,
      browser: { userAgent, language, onLine, worker: navigator.serviceWorker?.controller?.state ?? null },
      device: status() ?? null,
      sync: {
        lock: { is: lock.is, reason: lock.is === 'synced' ? null : lock.cause.reason },
        ...{ link, lastPollAt, pollGap, cloudVersion, workerStarts, update, tooOld, fault, readOnly, ready },
      },
      storage: storage(),
      locks: await locks(),
    }
    const text = JSON.stringify(facts, null, 2)
    saveFile(`punctaj-diagnostics-${facts.at.slice(0, 10)}.json`, new Blob([text], { type: 'application/json' }))
  }
}
