import { CloudError } from '../domain/errors.ts'
import type { Runtime } from '../stores/runtime.ts'
import { resetPoints, restoreArchive } from '../sync/actions.ts'
import { applyNow } from '../sync/applyNow.ts'
import { fetchArchive } from '../sync/archives.ts'
import { engineLock, exclusively } from '../sync/exclusive.ts'
import { push } from '../sync/push.ts'
import { verifyLocal } from '../sync/verifyLocal.ts'
import type { Tab } from './tab.ts'
import type { WorkerHold } from './worker.ts'

/** What the views' buttons do. */
export function runtimeOf(tab: Tab, worker: WorkerHold): Runtime {
  const { engine, memory } = tab.runner
  const { store } = engine
  return {
    wake: () => tab.wake(),
    async download() {
      await store.lock({ is: 'clicked', at: engine.clock.now() })
      memory.cancelled = null
      // Most often everything is here already, and the click costs one transaction.
      const isDone = (await applyNow(engine)) && (await store.state()).lock.is === 'synced'
      if (isDone) return
      tab.tell({ is: 'lock' })
      tab.wake()
    },
    async cancel() {
      await store.lock({ is: 'cancelled' })
      tab.cancel()
    },
    applyUpdate: () => worker.update(),
    async force(reason) {
      await tab.online.force(reason, (await store.state()).device)
      tab.wake()
    },
    reset: (institution, period) => resetPoints(engine, memory, tab.online, institution, period),
    restore: (archive, period, replace) => restoreArchive(engine, memory, tab.online, archive, period, replace),
    async archiveFile(id) {
      const ref = (await store.archivesToFetch()).find((one) => one.id === id)
      if (!ref) return (await store.file(id)) !== null
      const text = await fetchArchive(engine, ref)
      await store.putFile({ id, institution: ref.institution, sha256: ref.sha256, text })
      return true
    },
    verifyLocal: () => verifyLocal(engine),
    async pushAll() {
      await exclusively(engineLock, true, () => push(engine, memory, true))
      return (await store.state()).unsent
    },
    rpc(name, args) {
      if (!/^[a-z_]+$/.test(name)) return Promise.reject(new CloudError('bad_op', name))
      return tab.online.rpc(name, args)
    },
    async stop() {
      tab.stop()
    },
  }
}
