import { computed, onScopeDispose, ref, type Ref, watch } from 'vue'
import type { StorageTrouble } from '../domain/storageTrouble.ts'
import { useSync } from '../stores/sync.ts'
import { remember, wasAsked } from '../stores/ui.ts'
import { useStorage } from './useStorage.ts'

/** Edits that are sent at once are at no risk; those that stay longer are on this device alone. */
const restMs = 10_000

/**
 * Whether the oldest edit has been waiting for a while: who goes on editing always has some that wait. Calls back when one
 * waits. What waited before this page did is given its time once more: it may be sent now.
 */
function useWaiting(found: () => void): Ref<boolean> {
  const sync = useSync()
  const waits = ref(false)
  const openedAt = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => sync.unsentSince,
    (since) => {
      clearTimeout(timer)
      waits.value = false
      if (since === null) return
      // A clock that was set back makes edits of the future.
      const waited = Math.max(0, Date.now() - Math.max(since, openedAt))
      timer = setTimeout(() => (waits.value = true), restMs - waited)
      found()
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return waits
}

/** The browser is asked by itself, once: when the app is installed, or at the first edit, when it is plain why. */
function askOnce(persist: () => Promise<void>): void {
  if (wasAsked()) return
  remember('persist', 'asked')
  void persist()
}

/** What a person must know of this device's storage, the worst first. */
export function useStorageTrouble() {
  const sync = useSync()
  const { state, persist } = useStorage()
  const refused = ref(false)
  const later = ref(false)
  const isLasting = () => state.value?.persisted !== false
  const waits = useWaiting(() => isLasting() || askOnce(persist))
  const onInstall = () => void persist()
  addEventListener('appinstalled', onInstall)
  onScopeDispose(() => removeEventListener('appinstalled', onInstall))

  const trouble = computed((): StorageTrouble | null => {
    if (sync.wiped) return { is: 'wiped', ...sync.wiped, back: sync.head !== null }
    if (sync.fault) return { is: 'fault', code: sync.fault }
    if (!waits.value || isLasting() || later.value) return null
    return { is: 'risk', unsent: sync.unsent, refused: refused.value }
  })

  function dismiss(): void {
    if (sync.wiped) sync.wiped = null
    else if (sync.fault) sync.fault = null
    else later.value = true
  }

  async function ask(): Promise<void> {
    await persist()
    refused.value = !isLasting()
  }

  return { trouble, persist: ask, dismiss }
}
