// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, onTestFinished, vi } from 'vitest'
import { createApp, nextTick } from 'vue'
import { CloudError } from '../../src/domain/errors.ts'
import { i18n, setLocale } from '../../src/i18n/index.ts'
import { type Runtime, setRuntime } from '../../src/stores/runtime.ts'
import { useSync } from '../../src/stores/sync.ts'
import LockGate from '../../src/views/lock/LockGate.vue'

await setLocale('ro')

afterEach(() => setRuntime(null))

const head = { version: 2, root: 'r', epoch: 0, nonce: '', view_root: '', me: '' }
const cause = { reason: 'changed', by: null, at: null, head }

/** The gate under such a lock; what it says has gone wrong is read from `alert`. */
function gate(lock: object, link: 'online' | 'offline' = 'online') {
  const pinia = createPinia()
  setActivePinia(pinia)
  const sync = useSync()
  sync.link = link
  sync.lock = { cause, failures: 0, ...lock } as unknown as typeof sync.lock
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(LockGate).use(pinia).use(i18n)
  app.mount(root)
  onTestFinished(() => app.unmount())
  return { root, sync, alert: () => root.querySelector('[role="alert"]')?.textContent ?? '' }
}

it('says why a download could not be cancelled', async () => {
  setRuntime({ cancel: () => Promise.reject(new CloudError('storage_full')) } as unknown as Runtime)
  const progress = { items: 0, itemsTotal: 1, bytes: 0, bytesTotal: 1, startedAt: 0 }
  const { root, alert } = gate({ is: 'downloading', progress })
  const button = [...root.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Renunță')
  button?.click()
  await vi.waitFor(() => expect(alert()).toContain('spațiu'))
})

it('says of a failed download what is in the way now', async () => {
  const { sync, alert } = gate({ is: 'failed', code: 'server_down' })
  expect(alert()).toContain('Cloudul are o problemă.')
  sync.link = 'offline'
  await nextTick()
  expect(alert()).toContain('Nu este legătură cu cloudul.')
})

it('a full device is what is in the way, with a connection or without', () => {
  expect(gate({ is: 'failed', code: 'storage_full' }, 'offline').alert()).toContain('Nu mai este loc pe dispozitiv.')
})
