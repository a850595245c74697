// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { CloudError } from '../../src/domain/errors.ts'
import { i18n, setLocale } from '../../src/i18n/index.ts'
import { type Runtime, setRuntime } from '../../src/stores/runtime.ts'
import { useSync } from '../../src/stores/sync.ts'
import LockGate from '../../src/views/lock/LockGate.vue'

await setLocale('ro')

afterEach(() => setRuntime(null))

it('says why a download could not be cancelled', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  const head = { version: 2, root: 'r', epoch: 0, nonce: '', view_root: '', me: '' }
  const progress = { items: 0, itemsTotal: 1, bytes: 0, bytesTotal: 1, startedAt: 0 }
  const cause = { reason: 'changed' as const, by: null, at: null, head }
  useSync().lock = { is: 'downloading', cause, progress, failures: 0 } as unknown as ReturnType<typeof useSync>['lock']
  setRuntime({ cancel: () => Promise.reject(new CloudError('storage_full')) } as unknown as Runtime)
  const root = document.createElement('div')
  document.body.append(root)
  const app = createApp(LockGate).use(pinia).use(i18n)
  app.mount(root)
  const button = [...root.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Renunță')
  button?.click()
  await vi.waitFor(() => expect(root.querySelector('[role="alert"]')?.textContent ?? '').toContain('spațiu'))
  app.unmount()
})
