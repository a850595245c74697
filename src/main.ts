import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createAuth } from './cloud/auth/session.ts'
import { findCloud } from './cloud/auth/settings.ts'
import { codeOf } from './domain/errors.ts'
import { i18n } from './i18n/index.ts'
import { runSession } from './page/session.ts'
import { holdWorker } from './page/worker.ts'
import { router } from './router.ts'
import { useSession } from './stores/session.ts'
import { useSync } from './stores/sync.ts'

createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')

const worker = holdWorker(() => (useSync().updateReady = true))

async function start(): Promise<void> {
  const { VITE_CLOUD_URL: url, VITE_CLOUD_KEY: key } = import.meta.env
  const settings = await findCloud({ ...(url && { url }), ...(key && { key }) }, location.origin)
  const auth = createAuth(settings)
  const address = new URL(location.href)
  if (await auth.finishSignIn(address)) await router.replace('/')
  await runSession(settings, auth, worker)
}

start().catch((error: unknown) => {
  useSession().state = { is: 'signed-out', notice: codeOf(error) }
})
