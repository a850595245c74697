import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { readStored } from '../cloud/auth/stored.ts'
import { currentDb } from '../db/current.ts'
import { rawUnsent } from '../db/rawUnsent.ts'
import type { HeadRow } from '../db/schema.ts'
import { unsentText } from '../db/unsentText.ts'
import type { EraseTarget } from '../domain/erase.ts'
import { CloudError, type Code } from '../domain/errors.ts'
import type { Policy } from '../domain/head.ts'
import { type Lock, mayReadOnly } from '../domain/lock.ts'
import { unsentFile } from '../domain/unsentFile.ts'
import type { ArchiveRow, Id } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import { currentRuntime, theRuntime } from './runtime.ts'

/** A newer app: none known, waiting, asked for (what is under way ends first), or not found. */
export type AppUpdate = 'none' | 'ready' | 'asking' | 'missing'

export type Link = 'online' | 'offline' | 'unknown'

let updater: () => Promise<void> = async () => location.reload()

/** Set once by `main.ts`: taking a newer app in needs nobody to be signed in. */
export const setUpdater = (update: () => Promise<void>): void => void (updater = update)

/** What the rows and the polls say; filled by the page's watch. */
const statusRefs = () => ({
  lock: shallowRef<Lock>({ is: 'synced' }),
  head: shallowRef<HeadRow | null>(null),
  cloudVersion: ref<number | null>(null),
  link: ref<Link>('unknown'),
  lastPollAt: ref<number | null>(null),
  /** Between the last two polls, in ms. */
  pollGap: ref<number | null>(null),
  syncedAt: ref<number | null>(null),
  unsent: ref(0),
  /** When the oldest unsent edit was made. */
  unsentSince: ref<number | null>(null),
  tray: ref(0),
  /** The download is here and verified: the click is instant. */
  ready: ref(false),
  update: ref<AppUpdate>('none'),
  /** The cloud demands a newer app: nothing is sent or downloaded. */
  tooOld: ref(false),
  /** A newer app has changed the database: this one cannot read it. */
  outdated: ref(false),
  workerStarts: ref<number | null>(null),
  /** Why the last write to this device failed; null since one succeeded. */
  fault: shallowRef<Code | null>(null),
  /** The browser has deleted what this device held, and with it so many edits that nobody else had. */
  wiped: ref<{ unsent: number } | null>(null),
  archives: shallowRef<{ held: number; total: number } | null>(null),
})

/** What the buttons do; each rejects with a code when nobody is signed in. */
const actions = {
  download: () => theRuntime().download(),
  cancel: () => currentRuntime()?.cancel(),
  applyUpdate: () => updater(),
  force: (reason: string) => theRuntime().force(reason),
  reset: (institution: Id, period: number) => theRuntime().reset(institution, period),
  restore: (archive: Id, period: number, replace: boolean) => theRuntime().restore(archive, period, replace),
  restoreNight: (night: string, expected: string, replace: boolean) =>
    theRuntime().restoreNight(night, expected, replace),
  backupText: (backup: ArchiveRow) => theRuntime().backupText(backup),
  archiveFile: (id: Id) => theRuntime().archiveFile(id),
  verifyLocal: () => theRuntime().verifyLocal(),
  exportUnsent,
  exportOutdated,
  about: () => currentRuntime()?.about ?? null,
  /** Which institutions this device keeps; null = all that its person may see. The rest is deleted with the next step. */
  keep: (institutions: Id[] | null) => theRuntime().keep(institutions),
  beforeImport: () => theRuntime().beforeImport(),
  importOps: (ops: Op[]) => theRuntime().importOps(ops),
  importArchives: (items: object[]) => theRuntime().importArchives(items),
  erasePreview: (target: EraseTarget) => theRuntime().erasePreview(target),
  erase: (target: EraseTarget, reason: string) => theRuntime().erase(target, reason),
  erasedFiles: () => theRuntime().erasedFiles(),
  removeErasedFiles: () => theRuntime().removeErasedFiles(),
  /** A call of the cloud's admin functions (docs/protocol.md, section 3) by name. */
  rpc: <T>(name: string, args: Record<string, unknown> = {}) => theRuntime().rpc(name, args) as Promise<T>,
  syncLog: (filter: Record<string, unknown>) => theRuntime().rpc('sync_log_list', { filter }),
  audit: (filter: Record<string, unknown>) => theRuntime().rpc('audit_list', { filter }),
  /** All devices, or those that have said something since a time of the cloud's clock. */
  devices: (since: number | null) => theRuntime().rpc('devices_watch', { since }),
}

/** The state of the sync on this device; rows are never in here. */
export const useSync = defineStore('sync', () => {
  const status = statusRefs()
  const { lock, link, head, cloudVersion, tooOld, fault } = status
  const readOnly = ref(false)
  const policy = computed<Policy>(() => head.value?.policy ?? 'strict')
  /** The lock may be passed for reading: the cloud is out of reach or wants a newer app, or the download failed twice. */
  const canReadOnly = computed(
    () =>
      lock.value.is !== 'synced' &&
      (link.value === 'offline' || tooOld.value || fault.value !== null || mayReadOnly(lock.value)),
  )
  /** The cloud's version. After an own edit the answer is known before the next poll has seen it. */
  const cloud = computed(() =>
    lock.value.is !== 'synced' || head.value === null || cloudVersion.value === null
      ? cloudVersion.value
      : Math.max(cloudVersion.value, head.value.version),
  )
  return {
    ...status,
    ...actions,
    cloud,
    readOnly,
    canReadOnly,
    policy,
    continueReadOnly: () => void (readOnly.value = canReadOnly.value),
    leaveReadOnly: () => void (readOnly.value = false),
  }
})

/** Every op that the cloud does not have for sure, as a file. */
async function exportUnsent(): Promise<Blob> {
  const db = currentDb()
  if (!db) throw new CloudError('not_signed_in')
  return new Blob([await unsentText(db)], { type: 'application/json' })
}

/** The same file from a database that a newer app has changed: the outbox looks the same in all of them. */
async function exportOutdated(): Promise<Blob> {
  const user = readStored()?.user ?? null
  if (user === null) throw new CloudError('session_ended')
  const { outbox, tray } = await rawUnsent(user)
  return asFile(unsentFile({ user, name: '', at: Date.now() }, outbox, tray))
}

const asFile = (file: object): Blob => new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' })
