import { type Access, wrap } from '../channel/worker.ts'
import type { Auth } from '../cloud/auth/session.ts'
import { type CloudSettings, findProviders } from '../cloud/auth/settings.ts'
import { storageKey } from '../cloud/auth/stored.ts'
import { setCurrentDb } from '../db/current.ts'
import { forget } from '../db/memory.ts'
import { retireDb } from '../db/open.ts'
import { emptyDb, reviveDb, tidy } from '../db/remains.ts'
import { asCoded } from '../db/storageErrors.ts'
import { CloudError, codeOf } from '../domain/errors.ts'
import { setRuntime } from '../stores/runtime.ts'
import { useSession } from '../stores/session.ts'
import { useSync } from '../stores/sync.ts'
import { useUi } from '../stores/ui.ts'
import { showBadge } from '../sync/badge.ts'
import { pushInTurn } from '../sync/push.ts'
import { watchAway } from './away.ts'
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
  /** Ends the asking for Background Sync. */
  unwatchAway: (() => void) | null
  /** On the way to a page that knows nobody. */
  isLeaving: boolean
}

/**
 * Runs the app for whoever is signed in on this page, from the first start to the sign-out.
 *
 * @param isNew a sign-in came back in the address just now
 */
export async function runSession(
  settings: CloudSettings,
  auth: Auth,
  worker: WorkerHold,
  isNew: boolean,
): Promise<void> {
  const here: Here = { settings, auth, worker, tab: null, watch: null, unwatchAway: null, isLeaving: false }
  useSession().connect({
    signInWithDiscord: () => auth.signInWithDiscord(`${location.origin}/`),
    async signInWithPassword(email, password) {
      await auth.signInWithPassword(email, password)
      await enter(here, true)
    },
    signOut: ({ discardUnsent }) => signOut(here, discardUnsent),
  })
  // Signed in or out in another tab, as whoever: a page has one person for its whole life.
  addEventListener('storage', (event) => {
    if (event.key === storageKey && userOf(auth) !== (here.tab?.db.user ?? null)) goAway(here)
  })
  await enter(here, isNew)
}

const userOf = (auth: Auth): string | null => auth.stored()?.user ?? null

async function enter(here: Here, isNew: boolean): Promise<void> {
  const { auth } = here
  const session = useSession()
  const stored = auth.stored()
  if (!stored) return stayOut(here)
  const { user, email } = stored
  const tab = await openTab(here, user, isNew)
  // A sign-out that was cut off after it had emptied the database is finished.
  if (!tab) return void (auth.forget(), await stayOut(here))
  tab.db.onNewer = () => {
    tab.stop()
    useSync().outdated = true
  }
  tab.db.onEdit = () => tab.tell({ is: 'lock' })
  here.tab = tab
  setRuntime(runtimeOf(tab, here.settings.url))
  setCurrentDb(tab.db)
  session.state = { is: 'signed-in', user, me: null, email }
  here.watch = watchRows(tab.db, () => void askWhoIAm(tab))
  here.unwatchAway = watchAway(tab.db, () => accessOf(here, user))
  void tab.online.rpc('refresh_profile', {}).catch(() => undefined)
  void keepTidy(auth)
}

/** Starts the engine for a person; null when a sign-out has emptied their database. */
async function openTab(here: Here, user: string, isNew: boolean): Promise<Tab | null> {
  const { auth } = here
  const check = () => userOf(auth) !== user && goAway(here)
  try {
    if (isNew) await reviveDb(user)
    return await startTab({
      ...here,
      user,
      worker: () => here.worker.active(),
      // The rows are watched once the database is open; news before that concern nobody.
      hear: (news) => (news.is === 'signed-out' ? check() : here.watch?.hear(news)),
      heardWorker: (bornAt) => here.watch?.heardWorker(bornAt),
      onEnd: check,
    })
  } catch (error) {
    if (codeOf(error) === 'session_ended') return null
    // Where nothing can be kept, nobody is signed in.
    if (isNew) void auth.forget()()
    throw error
  }
}

function accessOf({ auth, settings: { url, key } }: Here, user: string): Access | null {
  const stored = auth.stored()
  if (stored?.user !== user) return null
  const { accessToken, expiresAt } = stored
  return { accessToken, expiresAt, user, url, key }
}

/** The cloud shows this person no row of their own: a profile that was deleted is made anew, a deleted user is not. */
const askWhoIAm = (tab: Tab): Promise<void> =>
  tab.online.rpc('refresh_profile', {}).then(
    () => tab.wake(),
    () => tab.prove(),
  )

/** Nobody is signed in here: the page says why, and whose unsent edits are on this device. */
async function stayOut({ auth, settings }: Here): Promise<void> {
  const session = useSession()
  const notice = auth.ended()
  session.state = notice ? { is: 'signed-out', notice } : { is: 'signed-out' }
  void findProviders(settings).then(({ discord, password }) => {
    session.discordAllowed = discord
    session.passwordAllowed = password
  })
  await keepTidy(auth)
}

/** Now, and once more when what was under way in other tabs and the worker has ended, and marks have had their time. */
async function keepTidy(auth: Auth): Promise<void> {
  const session = useSession()
  const tidyUp = async () => void (session.left = await tidy(() => userOf(auth)))
  const tidied = () => tidyUp().catch(complainOfTidying)
  setTimeout(() => void tidied(), 12_000)
  await tidied()
}

/** Whoever cannot keep anything here is told before they sign in; whatever cannot be tidied up now is at the next start. */
function complainOfTidying(error: unknown): void {
  const session = useSession()
  const isBlocked = codeOf(asCoded(error)) === 'storage_blocked'
  if (isBlocked && session.state.is === 'signed-out') session.state = { is: 'signed-out', notice: 'storage_blocked' }
  else console.warn('tidy', error)
}

/** Stops everything of the person on this page; their database stays where it is. */
function leave(here: Here): void {
  const { tab } = here
  here.watch?.stop()
  here.unwatchAway?.()
  if (tab) {
    tab.tell({ is: 'signed-out' })
    tab.stop()
    here.worker.active()?.postMessage(wrap({ is: 'signed-out', user: tab.db.user }))
    retireDb(tab.db)
  }
  here.tab = here.watch = here.unwatchAway = null
  showBadge({ is: 'synced' })
  setRuntime(null)
  setCurrentDb(null)
  forget()
  const nothing = { unsent: 0, unsentSince: null, tray: 0, ready: false, readOnly: false }
  useSync().$patch({ lock: { is: 'synced' }, head: null, ...nothing })
  useUi().forget()
  useSession().state = { is: 'signed-out' }
}

/**
 * Ends this page's part in a session that is over. What people leave in a page's memory (toasts, steps to undo, a place, a
 * title) goes with the page: it loads anew, without a network too. Where no worker would serve it, it only shows nothing more.
 */
function goAway(here: Here, before?: Promise<void>): void {
  if (here.isLeaving) return
  here.isLeaving = true
  leave(here)
  const isServed = (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.controller
  const goOn = () => {
    if (isServed || userOf(here.auth) !== null) return location.replace('/')
    here.isLeaving = false
    void enter(here, false)
  }
  void Promise.race([before, new Promise((done) => setTimeout(done, 1500))]).then(goOn, goOn)
}

async function signOut(here: Here, discardUnsent: boolean): Promise<void> {
  const { tab, auth } = here
  if (!tab) return goAway(here)
  if (!discardUnsent) await sendAll(tab)
  // First the data, in one transaction: whatever is cut off from here on, nothing of the person is left to be shown.
  await emptyDb(tab.db, Date.now(), discardUnsent)
  const endAtCloud = auth.forget()
  goAway(here, endAtCloud())
}

/** @throws CloudError `offline` or `edits_left` when an edit is left that the cloud does not have */
async function sendAll({ runner: { engine, memory } }: Tab): Promise<void> {
  // Without anything to send it goes without a network too.
  if ((await engine.store.state()).unsent > 0) await pushInTurn(engine, memory, true, true)
  const { unsent, tray } = await engine.store.state()
  if (unsent > 0) throw new CloudError('offline')
  // What the cloud refused while it was being sent waits for a decision, and is not thrown away without one.
  if (tray > 0) throw new CloudError('edits_left')
}
