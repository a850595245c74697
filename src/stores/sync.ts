import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { currentDb } from '../db/current.ts'
import { outboxView, trayView } from '../db/queries.ts'
import type { HeadRow } from '../db/schema.ts'
import type { Policy } from '../domain/head.ts'
import { type Lock, mayReadOnly } from '../domain/lock.ts'
import type { Id } from '../domain/model.ts'
import { currentRuntime, theRuntime } from './runtime.ts'

export type Link = 'online' | 'offline' | 'unknown'

/** The state of the sync on this device; rows are never in here. Filled by `watchSync`. */
export const useSync = defineStore('sync', () => {
  const lock = shallowRef<Lock>({ is: 'synced' })
  const head = shallowRef<HeadRow | null>(null)
  const cloudVersion = ref<number | null>(null)
  const link = ref<Link>('unknown')
  const lastPollAt = ref<number | null>(null)
  const syncedAt = ref<number | null>(null)
  const unsent = ref(0)
  const tray = ref(0)
  const ready = ref(false)
  const readOnly = ref(false)
  const updateReady = ref(false)
  const tooOld = ref(false)
  const workerStarts = ref<number | null>(null)
  const archives = shallowRef<{ held: number; total: number } | null>(null)
  const policy = computed<Policy>(() => head.value?.policy ?? 'strict')
  /** The lock may be passed for reading: the cloud is out of reach, or the download failed twice. */
  const canReadOnly = computed(
    () => lock.value.is !== 'synced' && (link.value === 'offline' || mayReadOnly(lock.value)),
  )

  return {
    lock,
    head,
    cloudVersion,
    link,
    lastPollAt,
    syncedAt,
    unsent,
    tray,
    ready,
    readOnly,
    canReadOnly,
    updateReady,
    tooOld,
    workerStarts,
    archives,
    policy,
    download: () => theRuntime().download(),
    cancel: () => currentRuntime()?.cancel(),
    continueReadOnly: () => void (readOnly.value = canReadOnly.value),
    leaveReadOnly: () => void (readOnly.value = false),
    applyUpdate: () => theRuntime().applyUpdate(),
    force: (reason: string) => theRuntime().force(reason),
    reset: (institution: Id, period: number) => theRuntime().reset(institution, period),
    restore: (archive: Id, period: number, replace: boolean) => theRuntime().restore(archive, period, replace),
    archiveFile: (id: Id) => theRuntime().archiveFile(id),
    verifyLocal: () => theRuntime().verifyLocal(),
    exportUnsent,
    /** A call of the cloud's admin functions (docs/protocol.md, section 3) by name. */
    rpc: <T>(name: string, args: Record<string, unknown> = {}) => theRuntime().rpc(name, args) as Promise<T>,
    syncLog: (filter: Record<string, unknown>) => theRuntime().rpc('sync_log_list', { filter }),
    devices: () => theRuntime().rpc('devices_list', {}),
  }
})

/** Every op that the cloud does not have for sure, as a file; the format is frozen and versioned. */
async function exportUnsent(): Promise<Blob> {
  const db = currentDb()
  const outbox = db ? await outboxView(db) : []
  const tray = db ? await trayView(db) : []
  const text = JSON.stringify({ format: 'punctaj-unsent', version: 1, user: db?.user ?? null, outbox, tray }, null, 2)
  return new Blob([text], { type: 'application/json' })
}
