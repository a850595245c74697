import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { createAuth } from './cloud/auth/session.ts'
import { findCloud } from './cloud/auth/settings.ts'
import { type Code, codeOf } from './domain/errors.ts'
import { i18n, setLocale } from './i18n/index.ts'
import { onLaunch } from './page/launch.ts'
import { runSession } from './page/session.ts'
import { holdWorker } from './page/worker.ts'
import { router } from './router.ts'
import { useSession } from './stores/session.ts'
import { setUpdater, useSync } from './stores/sync.ts'
import { type InstallPrompt, useUi } from './stores/ui.ts'

const app = createApp(App).use(createPinia()).use(i18n)
// Comes once, and early: the settings offer it when it suits.
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  useUi().installPrompt = event as InstallPrompt
})
router.onError((_, { fullPath }) => (useUi().missingPart = fullPath))
router.afterEach(() => void (useUi().missingPart = null))
// A language whose part does not arrive is not what keeps anybody out; without any, the page says so by itself.
const { locale } = useUi()
void setLocale(locale)
  .catch(() => setLocale(locale === 'ro' ? 'en' : 'ro'))
  .then(
    () => app.use(router).mount('#app'),
    () => document.getElementById('missing')?.removeAttribute('hidden'),
  )

onLaunch((files) => {
  useUi().launched = files
  // The launch may come before the first page, which would win over it.
  void router.isReady().then(() => router.push({ name: 'import' }))
})

const worker = holdWorker((update) => (useSync().update = update))
setUpdater(() => worker.update())

async function start(): Promise<void> {
  const { VITE_CLOUD_URL: url, VITE_CLOUD_KEY: key } = import.meta.env
  const settings = await findCloud({ ...(url && { url }), ...(key && { key }) }, location.origin)
  const auth = createAuth(settings)
  const address = new URL(location.href)
  const failure = await auth.finishSignIn(address).catch((error: unknown) => codeOf(error))
  if (failure !== false) await router.replace('/')
  await runSession(settings, auth, worker, failure === true)
  if (typeof failure === 'string' && useSession().state.is === 'signed-out') notice(failure)
}

function notice(code: Code): void {
  useSession().state = { is: 'signed-out', notice: code }
  useSync().outdated = code === 'client_too_old'
}

start().catch((error: unknown) => {
  notice(codeOf(error))
  // Never started here before, and no network: there is nothing to show until there is one.
  if (codeOf(error) === 'offline') addEventListener('online', () => location.reload(), { once: true })
})
