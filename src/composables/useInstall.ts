import { computed, onScopeDispose, ref } from 'vue'
import { useUi } from '../stores/ui.ts'
import { useMedia } from './useMedia.ts'

/** How this browser lets the app be installed; `manual`: from a menu of its own, if at all. */
export type Installing = 'installed' | 'offered' | 'apple' | 'manual'

/** iPads call themselves Macs; Macs have no touch screen. */
const isAppleTouch = (): boolean =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1)

/** Whether the app is installed, and the way to install it. What it holds is then asked to be kept for good (useStorageTrouble). */
export function useInstall() {
  const ui = useUi()
  const standalone = useMedia('(display-mode: standalone)')
  const isDone = ref((navigator as { standalone?: boolean }).standalone === true)
  const done = (): void => void (isDone.value = true)
  addEventListener('appinstalled', done)
  onScopeDispose(() => removeEventListener('appinstalled', done))

  const state = computed((): Installing => {
    if (standalone.value || isDone.value) return 'installed'
    if (ui.installPrompt) return 'offered'
    return isAppleTouch() ? 'apple' : 'manual'
  })

  async function install(): Promise<void> {
    const asked = ui.installPrompt
    // An offer is good for one question.
    ui.installPrompt = null
    await asked?.prompt()
  }
  return { state, install }
}
