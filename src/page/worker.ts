import { Workbox } from 'workbox-window'
import { takeOver } from '../channel/worker.ts'
import type { AppUpdate } from '../stores/sync.ts'
import { flushDrafts } from '../db/draftWriter.ts'

/** The page's hold on its service worker. */
export interface WorkerHold {
  /** The worker to talk to; null while there is none. */
  active(): ServiceWorker | null
  /**
   * Takes the newest version in, looking for one first when none waits; the page loads anew with it. What is on its way to the
   * cloud or into the database ends before.
   */
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

/** Looks for a version newer than the one that runs; null when there is none, or nobody to ask. */
async function findNewer(registration: ServiceWorkerRegistration): Promise<ServiceWorker | null> {
  await registration.update().catch(() => undefined)
  const { installing } = registration
  if (installing) await settled(installing)
  return registration.waiting
}

/** Resolves when a worker has been installed, or failed to be. */
const settled = (worker: ServiceWorker): Promise<void> =>
  new Promise((resolve) => {
    const look = () => worker.state !== 'installing' && resolve()
    worker.addEventListener('statechange', look)
    look()
  })

/** A new version has this long to take over before it is asked again. */
const askAgainMs = 3000

/** Asks a waiting version to take over until it does: a browser may end a waiting worker in the middle of it. */
function askToTakeOver(worker: ServiceWorker): void {
  const timer = setInterval(ask, askAgainMs)
  function ask(): void {
    if (worker.state === 'installed') worker.postMessage(takeOver)
    else clearInterval(timer)
  }
  ask()
}

/**
 * Registers the worker. A new version waits until it is asked for.
 *
 * @param tell told when a new version waits, or another tab took one in, and what comes of asking for it
 */
export function holdWorker(tell: (update: AppUpdate) => void): WorkerHold {
  if (!('serviceWorker' in navigator)) return { active: () => null, update: reload }
  const type = import.meta.env.DEV ? 'module' : 'classic'
  const workbox = new Workbox(trusted(), { type, updateViaCache: 'none' })
  let registration: ServiceWorkerRegistration | undefined
  let isAsked = false
  let isReplaced = false
  workbox.addEventListener('waiting', () => tell('ready'))
  workbox.addEventListener('controlling', (event) => {
    if (isAsked) void reload()
    else if (event.isUpdate) {
      isReplaced = true
      tell('ready')
    }
  })
  const registering = workbox.register().then((made) => (registration = made))
  registering.catch((error: unknown) => console.warn('worker', error))
  setInterval(() => void registration?.update().catch(() => undefined), 3_600_000)
  return {
    active: () => registration?.active ?? null,
    async update() {
      isAsked = true
      tell('asking')
      // Another tab took it in already.
      if (isReplaced && !registration?.waiting) return reload()
      const newer = registration ? (registration.waiting ?? (await findNewer(registration))) : null
      if (newer) return askToTakeOver(newer)
      isAsked = false
      tell('missing')
    },
  }
}
