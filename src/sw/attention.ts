import { takeNotice } from '../db/notice.ts'
import type { PunctajDb } from '../db/schema.ts'
import { showBadge } from '../sync/badge.ts'

declare const self: ServiceWorkerGlobalScope

const tag = 'punctaj-force'

const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

/** After every move of the lock: the badge, and the notification of a forced resync that nobody is looking at. */
export async function callAttention(db: PunctajDb): Promise<void> {
  const { lock, notice } = await takeNotice(db)
  showBadge(lock)
  if (lock.is === 'synced') for (const old of await self.registration.getNotifications({ tag })) old.close()
  if (!notice || (await windows()).some(({ visibilityState }) => visibilityState === 'visible')) return
  if (Notification.permission !== 'granted') return
  await self.registration.showNotification(notice.title, { body: notice.text, tag, icon: '/icon-192.png' })
}

/** A click on it: to the app, wherever it is open. */
export async function openApp(notification: Notification): Promise<void> {
  notification.close()
  const [open] = await windows()
  await (open ? open.focus() : self.clients.openWindow('/'))
}
