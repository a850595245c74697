import { CloudError } from '../domain/errors.ts'
import { chooseKeep } from '../db/keep.ts'
import type { Runtime } from '../stores/runtime.ts'
import { forceSync, resetPoints, restoreArchive, restoreNight } from '../sync/actions.ts'
import { fetchArchive, fetchBody } from '../sync/archives.ts'
import { erasePerson, removeErasedFiles } from '../sync/erasing.ts'
import { beforeImport, importArchives, importOps } from '../sync/importing.ts'
import { logClick } from '../sync/log.ts'
import { protocol } from '../sync/protocol.ts'
import { verifyLocal } from '../sync/verifyLocal.ts'
import type { Tab } from './tab.ts'

/** What the views' buttons do. */
export function runtimeOf(tab: Tab, cloud: string): Runtime {
  const { engine, memory } = tab.runner
  return {
    about: { cloud, protocol },
    wake: () => tab.wake(),
    async keep(institutions) {
      await chooseKeep(tab.db, institutions)
      tab.wake()
    },
    download: () => download(tab),
    cancel: () => cancel(tab),
    async force(reason) {
      await forceSync(engine, tab.online, reason)
      tab.wake()
    },
    reset: (institution, period) => resetPoints(engine, memory, tab.online, institution, period),
    restore: (archive, period, replace) => restoreArchive(engine, memory, tab.online, archive, period, replace),
    restoreNight: (night, expected, replace) => restoreNight(engine, memory, tab.online, night, expected, replace),
    backupText: (ref) => fetchBody(engine, ref),
    archiveFile: (id) => archiveFile(tab, id),
    verifyLocal: () => verifyLocal(engine),
    beforeImport: () => beforeImport(engine, memory),
    importOps: (ops) => importOps(engine, ops),
    importArchives: (items) => importArchives(engine, tab.online, items),
    erasePreview: (target) => tab.online.erasePreview(target),
    erase: (target, reason) => erasePerson(engine, memory, tab.online, target, reason),
    erasedFiles: () => tab.online.erasedFiles(),
    removeErasedFiles: () => removeErasedFiles(tab.online),
    rpc(name, args) {
      if (!/^[a-z_]+$/.test(name)) return Promise.reject(new CloudError('bad_op', name))
      return tab.online.rpc(name, args)
    },
  }
}

/** Most often everything is here and verified already: the click costs one transaction, what follows it does not wait. */
async function download(tab: Tab): Promise<void> {
  const { engine, memory } = tab.runner
  const clickedAt = engine.clock.now()
  memory.cancelled = null
  const lock = await engine.store.apply()
  if (lock !== null) tab.tell({ is: 'applied', version: 0 })
  if (lock?.is === 'synced') return logClick(engine, clickedAt)
  await engine.store.lock({ is: 'clicked', at: clickedAt })
  tab.tell({ is: 'lock' })
  tab.wake()
}

async function cancel(tab: Tab): Promise<void> {
  // A storage that refuses the word does not keep the download going.
  await tab.runner.engine.store.lock({ is: 'cancelled' }).finally(() => tab.cancel())
}

async function archiveFile(tab: Tab, id: string): Promise<boolean> {
  const { engine } = tab.runner
  const ref = (await engine.store.archivesToFetch()).find((one) => one.id === id)
  if (!ref) return (await engine.store.file(id)) !== null
  const text = await fetchArchive(engine, ref)
  await engine.store.putFiles([{ id, institution: ref.institution, sha256: ref.sha256, text }])
  return true
}
