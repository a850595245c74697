import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { currentDb } from '../db/current.ts'
import { unsentView } from '../db/queries.ts'
import type { HeadRow } from '../db/schema.ts'
import type { Policy } from '../domain/head.ts'
import { type Lock, mayReadOnly } from '../domain/lock.ts'
import type { Id } from '../domain/model.ts'
import { unsentFile } from '../domain/unsentFile.ts'
import { currentRuntime, theRuntime } from './runtime.ts'

export type Link = 'online' | 'offline' | 'unknown'

/** What the rows and the polls say; filled by the page's watch. */
const statusRefs = () => ({
  lock: shallowRef<Lock>({ is: 'synced' }),
  head: shallowRef<HeadRow | null>(null),
  cloudVersion: ref<number | null>(null),
  link: ref<Link>('unknown'),
  lastPollAt: ref<number | null>(null),
  syncedAt: ref<number | null>(null),
  unsent: ref(0),
  tray: ref(0),
  /** The download is here and verified: the click is instant. */
  ready: ref(false),
  updateReady: ref(false),
  tooOld: ref(false),
  workerStarts: ref<number | null>(null),
  archives: shallowRef<{ held: number; total: number } | null>(null),
})

/** What the buttons do; each rejects with a code when nobody is signed in. */
const actions = {
  download: () => theRuntime().download(),
  cancel: () => currentRuntime()?.cancel(),
  applyUpdate: () => theRuntime().applyUpdate(),
  force: (reason: string) => theRuntime().force(reason),
  reset: (institution: Id, period: number) => theRuntime().reset(institution, period),
  restore: (archive: Id, period: number, replace: boolean) => theRuntime().restore(archive, period, replace),
  archiveFile: (id: Id) => theRuntime().archiveFile(id),
  verifyLocal: () => theRuntime().verifyLocal(),
  exportUnsent,
  /** Which institutions this device keeps; null = all that its person may see. The rest is deleted with the next step. */
  keep: (institutions: Id[] | null) => theRuntime().keep(institutions),
  /** A call of the cloud's admin functions (docs/protocol.md, section 3) by name. */
  rpc: <T>(name: string, args: Record<string, unknown> = {}) => theRuntime().rpc(name, args) as Promise<T>,
  syncLog: (filter: Record<string, unknown>) => theRuntime().rpc('sync_log_list', { filter }),
  devices: () => theRuntime().rpc('devices_list', {}),
}

/** The state of the sync on this device; rows are never in here. */
export const useSync = defineStore('sync', () => {
  const status = statusRefs()
  const { lock, link, head } = status
  const readOnly = ref(false)
  const policy = computed<Policy>(() => head.value?.policy ?? 'strict')
  /** The lock may be passed for reading: the cloud is out of reach, or the download failed twice. */
  const canReadOnly = computed(
    () => lock.value.is !== 'synced' && (link.value === 'offline' || mayReadOnly(lock.value)),
  )
  return {
    ...status,
    ...actions,
    readOnly,
    canReadOnly,
    policy,
    continueReadOnly: () => void (readOnly.value = canReadOnly.value),
    leaveReadOnly: () => void (readOnly.value = false),
  }
})

/** Every op that the cloud does not have for sure, as a file (docs/protocol.md, section 7). */
async function exportUnsent(): Promise<Blob> {
  const db = currentDb()
  if (!db) throw Object.assign(new Error('session_ended'), { code: 'session_ended' })
  const { name, outbox, tray } = await unsentView(db)
  const file = unsentFile({ user: db.user, name, at: Date.now() }, outbox, tray)
  return new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' })
}
