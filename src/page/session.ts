import { wrap } from '../channel/worker.ts'
import type { Auth } from '../cloud/auth/session.ts'
import { type CloudSettings, findProviders } from '../cloud/auth/settings.ts'
import { storageKey } from '../cloud/auth/stored.ts'
import { setCurrentDb } from '../db/current.ts'
import { forget } from '../db/memory.ts'
import { retireDb, wipeDb } from '../db/open.ts'
import { CloudError, type Code } from '../domain/errors.ts'
import { setRuntime } from '../stores/runtime.ts'
import { useSession } from '../stores/session.ts'
import { useSync } from '../stores/sync.ts'
import { engineLock, exclusively } from '../sync/exclusive.ts'
import { pushInTurn } from '../sync/push.ts'
import { runtimeOf } from './runtime.ts'
import { startTab, type Tab } from './tab.ts'
import { type Watch, watchRows } from './watch.ts'
import type { WorkerHold } from './worker.ts'

/** What runs on this page, and for whom. */
interface Here {
  settings: CloudSettings
  auth: Auth
  worker: WorkerHold
  tab: Tab | null
  watch: Watch | null
}

/** Runs the app for whoever is signed in on this page, from the first start to the sign-out. */
export async function runSession(settings: CloudSettings, auth: Auth, worker: WorkerHold): Promise<void> {
  const here: Here = { settings, auth, worker, tab: null, watch: null }
  useSession().connect({
    signInWithDiscord: () => auth.signInWithDiscord(`${location.origin}/`),
    async signInWithPassword(email, password) {
      await auth.signInWithPassword(email, password)
      await enter(here)
    },
    signOut: ({ discardUnsent }) => signOut(here, discardUnsent),
  })
  // Signed in or out in another tab, as whoever: a page has one person for its whole life.
  addEventListener('storage', (event) => {
    const user = auth.stored()?.user ?? null
    if (event.key === storageKey && user !== (here.tab?.db.user ?? null)) location.reload()
  })
  await enter(here)
}

async function enter(here: Here): Promise<void> {
  const session = useSession()
  const stored = here.auth.stored()
  if (!stored) return leave(here)
  const { user, email } = stored
  const tab = await startTab({
    ...here,
    user,
    worker: () => here.worker.active(),
    // The rows are watched once the database is open; news before that concern nobody.
    hear: (news) => (news.is === 'signed-out' ? leave(here) : here.watch?.hear(news)),
    heardWorker: (bornAt) => here.watch?.heardWorker(bornAt),
    onEnd: () => leave(here, 'session_ended'),
  })
  tab.db.onNewer = () => {
    tab.stop()
    useSync().outdated = true
  }
  tab.db.onEdit = () => tab.tell({ is: 'lock' })
  here.tab = tab
  setRuntime(runtimeOf(tab))
  setCurrentDb(tab.db)
  session.state = { is: 'signed-in', user, me: null, email }
  here.watch = watchRows(tab.db)
  void tab.online.rpc('refresh_profile', {}).catch(() => undefined)
}

/** Stops everything of the person on this page; their database stays where it is. */
function leave(here: Here, notice?: Code): void {
  const session = useSession()
  here.watch?.stop()
  here.tab?.stop()
  if (here.tab) retireDb(here.tab.db)
  here.tab = here.watch = null
  setRuntime(null)
  setCurrentDb(null)
  forget()
  useSync().$patch({ lock: { is: 'synced' }, head: null, unsent: 0, tray: 0, ready: false, readOnly: false })
  session.state = notice ? { is: 'signed-out', notice } : { is: 'signed-out' }
  void findProviders(here.settings).then(({ discord, password }) => {
    session.discordAllowed = discord
    session.passwordAllowed = password
  })
}

async function signOut(here: Here, discardUnsent: boolean): Promise<void> {
  const { tab, auth, worker } = here
  if (!tab) return leave(here)
  if (!discardUnsent) await sendAll(tab)
  tab.tell({ is: 'signed-out' })
  worker.active()?.postMessage(wrap({ is: 'signed-out' }))
  // No engine may write while the database goes; one that hangs is not waited for.
  const wiped = exclusively(engineLock, true, () => wipeDb(tab.db))
  await Promise.race([wiped, new Promise((done) => setTimeout(done, 5000))])
  await auth.signOut()
}

/** @throws CloudError when an edit is left that the cloud does not have */
async function sendAll({ runner: { engine, memory } }: Tab): Promise<void> {
  await pushInTurn(engine, memory, true, true)
  if ((await engine.store.state()).unsent > 0) throw new CloudError('offline')
}
