import { computed, onScopeDispose, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { currentDb } from '../db/current.ts'
import { type NoticeTexts, readNotice, writeNotice } from '../db/notice.ts'
import { useLive } from './useLive.ts'

/** Whether this device tells of a forced resync: it cannot, the browser was told not to, not yet, or it does. */
export type Noticing = 'unsupported' | 'denied' | 'off' | 'on'

const isSupported = (): boolean => 'Notification' in globalThis && 'serviceWorker' in navigator

/** What the browser allows now; people change it in the browser's own settings, and come back. */
function usePermission() {
  const permission = ref<NotificationPermission>('default')
  const look = (): void => void (isSupported() && (permission.value = Notification.permission))
  look()
  document.addEventListener('visibilitychange', look)
  onScopeDispose(() => document.removeEventListener('visibilitychange', look))
  return { permission, look }
}

function useTexts() {
  const { t } = useI18n()
  return (): NoticeTexts => ({ title: t('lock.title'), text: t('notices.forced') })
}

/** Notifications of a forced resync: asked for by a click only, kept per person and device. */
export function useNotices() {
  const { permission, look } = usePermission()
  const { data: notice } = useLive(readNotice)
  const texts = useTexts()

  const state = computed((): Noticing => {
    if (!isSupported()) return 'unsupported'
    if (permission.value === 'denied') return 'denied'
    return notice.value && permission.value === 'granted' ? 'on' : 'off'
  })

  async function turn(on: boolean): Promise<void> {
    const db = currentDb()
    if (!db) return
    if (on && (await Notification.requestPermission()) !== 'granted') return look()
    await writeNotice(db, on ? texts() : null)
    look()
  }
  return { state, turn }
}

/** The words of notifications follow the language: whoever shows them has none of their own. */
export function useNoticeTexts(): void {
  const { data: notice } = useLive(readNotice)
  const texts = useTexts()
  watch([notice, texts] as const, ([known, now]) => {
    const db = currentDb()
    if (!db || !known || known.text === now.text) return
    void writeNotice(db, now).catch((error: unknown) => console.warn('notice', error))
  })
}
