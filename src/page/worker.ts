import { Workbox } from 'workbox-window'
import { wrap } from '../channel/worker.ts'
import { flushDrafts } from '../db/draftWriter.ts'

/** The page's hold on its service worker. */
export interface WorkerHold {
  /** The worker to talk to; null while there is none. */
  active(): ServiceWorker | null
  /** Takes the waiting version in; the page loads anew with it. */
  update(): Promise<void>
}

const path = import.meta.env.DEV ? '/dev-sw.js?dev-sw' : '/sw.js'

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/** Trusted Types: the one script address that this app ever registers. Where a browser has none, the address itself. */
function trusted(): string {
  const rules = {
    createScriptURL(url: string) {
      if (url !== path) throw new TypeError('not the worker of this app')
      return url
    },
  }
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  return (policies?.createPolicy('punctaj', rules) ?? rules).createScriptURL(path)
}

/** What was typed up to this moment is on the device before the page goes. */
async function reload(): Promise<void> {
  await Promise.race([flushDrafts(), new Promise((done) => setTimeout(done, 2000))])
  location.reload()
}

/**
 * Registers the worker. A new version waits until it is asked for.
 *
 * @param onReady told when a new version waits, or another tab took one in
 */
export function holdWorker(onReady: () => void): WorkerHold {
  if (!('serviceWorker' in navigator)) return { active: () => null, update: reload }
  const type = import.meta.env.DEV ? 'module' : 'classic'
  const workbox = new Workbox(trusted(), { type, updateViaCache: 'none' })
  let registration: ServiceWorkerRegistration | undefined
  let isAsked = false
  workbox.addEventListener('waiting', onReady)
  workbox.addEventListener('controlling', (event) => {
    if (isAsked) void reload()
    else if (event.isUpdate) onReady()
  })
  const registering = workbox.register().then((made) => (registration = made))
  registering.catch((error: unknown) => console.warn('worker', error))
  setInterval(() => void registration?.update().catch(() => undefined), 3_600_000)
  return {
    active: () => registration?.active ?? null,
    async update() {
      const waiting = registration?.waiting
      isAsked = true
      if (waiting) waiting.postMessage(wrap({ is: 'skip-waiting' }))
      else await reload()
    },
  }
}
