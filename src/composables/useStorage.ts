import { onMounted, ref } from 'vue'

export interface StorageState {
  used: number | null
  quota: number | null
  persisted: boolean
}

/** What the browser says about this device's storage; it may know nothing. */
export function useStorage() {
  const state = ref<StorageState | null>(null)

  async function refresh(): Promise<void> {
    const { usage = null, quota = null } = (await navigator.storage?.estimate?.()) ?? {}
    const persisted = (await navigator.storage?.persisted?.()) ?? false
    state.value = { used: usage, quota, persisted }
  }

  async function persist(): Promise<void> {
    await navigator.storage?.persist?.()
    await refresh()
  }

  onMounted(refresh)
  return { state, persist }
}
