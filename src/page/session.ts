import { wrap } from '../channel/worker.ts'
import type { Auth } from '../cloud/auth/session.ts'
import { type CloudSettings, findProviders } from '../cloud/auth/settings.ts'
import { storageKey } from '../cloud/auth/stored.ts'
import { setCurrentDb } from '../db/current.ts'
import { forget } from '../db/memory.ts'
import { wipeDb } from '../db/open.ts'
import { CloudError, type Code, codeOf } from '../domain/errors.ts'
import { setRuntime } from '../stores/runtime.ts'
import { type SessionWays, useSession } from '../stores/session.ts'
import { useSync } from '../stores/sync.ts'
import { engineLock, exclusively } from '../sync/exclusive.ts'
import { push } from '../sync/push.ts'
import { runtimeOf } from './runtime.ts'
import { startTab, type Tab } from './tab.ts'
import { type Watch, watchRows } from './watch.ts'
import type { WorkerHold } from './worker.ts'

/** Runs the app for whoever is signed in on this page, from the first start to the sign-out. */
export function runSession(settings: CloudSettings, auth: Auth, worker: WorkerHold) {
  const session = useSession()
  const sync = useSync()
  let tab: Tab | null = null
  let watch: Watch | null = null

  async function enter(): Promise<void> {
    const stored = auth.stored()
    if (!stored) return leave()
    const { user, email } = stored
    // The rows are watched once the database is open; news before that concern nobody.
    tab = await startTab({
      user,
      settings,
      auth,
      worker: () => worker.active(),
      hear: (news) => (news.is === 'signed-out' ? void leave() : watch?.hear(news)),
      heardWorker: (bornAt) => watch?.heardWorker(bornAt),
      onEnd: () => void leave('session_ended'),
    })
    tab.db.onEdit = () => tab?.tell({ is: 'lock' })
    setRuntime(runtimeOf(tab, worker))
    setCurrentDb(tab.db)
    session.state = { is: 'signed-in', user, me: null, email }
    watch = watchRows(tab.db)
    void tab.online.rpc('refresh_profile', {}).catch(() => undefined)
  }

  /** Stops everything of the person on this page; their database stays where it is. */
  async function leave(notice?: Code): Promise<void> {
    watch?.stop()
    tab?.stop()
    tab?.db.close({ disableAutoOpen: true })
    tab = watch = null
    setRuntime(null)
    setCurrentDb(null)
    forget()
    sync.$patch({ lock: { is: 'synced' }, head: null, unsent: 0, tray: 0, ready: false, readOnly: false })
    session.state = notice ? { is: 'signed-out', notice } : { is: 'signed-out' }
    void offer()
  }

  async function offer(): Promise<void> {
    const { discord, password } = await findProviders(settings)
    session.discordAllowed = discord
    session.passwordAllowed = password
  }

  async function signOut({ discardUnsent }: { discardUnsent: boolean }): Promise<void> {
    const going = tab
    if (!going) return leave()
    if (!discardUnsent) await sendAll(going)
    going.tell({ is: 'signed-out' })
    worker.active()?.postMessage(wrap({ is: 'signed-out' }))
    going.runner.stop()
    // No engine may write while the database goes; one that hangs is not waited for.
    const wiped = exclusively(engineLock, true, () => wipeDb(going.db))
    await Promise.race([wiped, new Promise((done) => setTimeout(done, 5000))])
    await auth.signOut()
    if (tab) await leave()
  }

  const ways: SessionWays = {
    signInWithDiscord: () => auth.signInWithDiscord(location.origin + '/'),
    async signInWithPassword(email, password) {
      await auth.signInWithPassword(email, password)
      await enter()
    },
    signOut,
  }
  session.connect(ways)
  // Signed in or out in another tab, as whoever: a page has one person for its whole life.
  addEventListener('storage', (event) => {
    const user = auth.stored()?.user ?? null
    if (event.key === storageKey && user !== (tab?.db.user ?? null)) location.reload()
  })
  return { enter, leave }
}

async function sendAll(tab: Tab): Promise<void> {
  const { runner } = tab
  await exclusively(engineLock, true, () => push(runner.engine, runner.memory, true)).catch((error: unknown) => {
    throw new CloudError(codeOf(error))
  })
  if ((await runner.engine.store.state()).unsent > 0) throw new CloudError('offline')
}
