import { type Access, standDown, standStill, type ToPage, type ToWorker, wrap } from '../channel/worker.ts'
import { joinHolders } from '../channel/holders.ts'
import { joinNews, type NewsChannel, type TabNews } from '../channel/news.ts'
import { httpCloud } from '../cloud/cloud.ts'
import { openDb, retireDb } from '../db/open.ts'
import { localStore } from '../db/store.ts'
import { codeOf } from '../domain/errors.ts'
import { systemClock } from '../sync/clock.ts'
import { complain } from '../sync/complain.ts'
import { engineLock, exclusively, isAtWork, pushLock } from '../sync/exclusive.ts'
import { freshPace, pollGapMs } from '../sync/pace.ts'
import { createRunner, type Runner } from '../sync/runner.ts'
import type { PunctajDb } from '../db/schema.ts'
import { callAttention } from './attention.ts'

declare const self: ServiceWorkerGlobalScope

/** With no tab visible one poll in this time, asked for by a ping that keeps the worker alive. */
const hiddenGapMs = 29_000
const pingMs = 15_000
const renewMs = 10_000
/** What pages asked for before they stood still has come by then. */
const stillMs = 1000

interface Running {
  runner: Runner
  news: NewsChannel
  db: PunctajDb
}

const bornAt = Date.now()
// Pages that find a lock taken ask whether this worker still lives.
joinHolders(isAtWork)
let access: Access | null = null
let running: Running | null = null
let starting: Promise<Running | null> | null = null
let isLeaving = false
let becoming: Promise<void> | null = null
/** Of whatever runner: who signs out and in again does not poll more often. */
const pace = freshPace()
let pinger: ReturnType<typeof setTimeout> | undefined
const open = new Map<string, { ids: string[]; at: number }>()
const waiters = new Set<(access: Access) => void>()

/** Acts on a page's message; the promise keeps the worker alive until it is done. */
export async function hear(message: ToWorker, source: Client): Promise<void> {
  if (isLeaving && (message.is === 'tick' || message.is === 'wake')) return
  switch (message.is) {
    case 'tick':
      return tick(message, source)
    case 'access':
      return take(message.access)
    case 'wake': {
      const now = await start(message.user, source)
      return now?.runner.onSignal()
    }
    case 'cancel':
      return running?.runner.onCancelled()
    case 'signed-out':
      return leave(message.user)
  }
}

/**
 * This version replaces the one that runs: never in the middle of a push or an apply. Browsers activate it once the old one is
 * idle, which the ticks and edits of its pages could put off for minutes; and no lock is held until then, for the old one may
 * be waiting for it. Chromium stops the old one in its first idle moment; whatever comes in that very moment, a page's request
 * too, starts it again, and then it stays, for up to five minutes.
 */
export async function becomeActive(): Promise<void> {
  // The words are nobody's secret: to a version that runs already they mean nothing.
  if (!self.registration.waiting) return
  // Asked again it says nothing more to the old one, which would only have something to do.
  await (becoming ??= replace().finally(() => (becoming = null)))
}

async function replace(): Promise<void> {
  self.registration.active?.postMessage(standDown)
  await exclusively(pushLock, true, () => exclusively(engineLock, true, () => Promise.resolve()))
  for (const client of await allClients()) client.postMessage(standStill)
  await new Promise((done) => setTimeout(done, stillMs))
  await self.skipWaiting()
}

/** A newer version is about to take over: what was begun ends, and the pages run the engine themselves meanwhile. */
export function beginNothing(): void {
  isLeaving = self.registration.waiting !== null
}

async function tick(message: Extract<ToWorker, { is: 'tick' }>, source: Client): Promise<void> {
  open.set(source.id, { ids: message.open, at: Date.now() })
  tell(source, { is: 'alive', bornAt, stepAt: running?.runner.lastStepAt() ?? null })
  const now = await start(message.user, source)
  await now?.runner.tick(message.visible ? pollGapMs : hiddenGapMs)
  pingLater()
}

/** The engine for a person; null while there is no token for them. */
async function start(user: string, source: Client): Promise<Running | null> {
  if (access?.user !== user) {
    tell(source, { is: 'need-access', refused: null })
    return null
  }
  if (running && !running.db.retired && running.db.user === user) return running
  stop()
  const started = await (starting ??= create(user).finally(() => (starting = null)))
  return started?.db.user === user ? started : null
}

function leave(user: string | null): void {
  if (user !== null && access?.user !== user) return
  access = null
  stop()
}

async function create(user: string): Promise<Running | null> {
  const db = await openOwn(user)
  if (db === null) return null
  const hearNews = (heard: TabNews) => {
    if (heard.is === 'lock' || heard.is === 'applied') void callAttention(db).catch(complain)
    if (heard.is === 'cancel') void running?.runner.onCancelled()
  }
  const news = joinNews(user, hearNews)
  const tell = (told: TabNews) => [news.tell, hearNews].forEach((one) => one(told))
  const reach = {
    url: access?.url ?? '',
    key: access?.key ?? '',
    token: () => (access?.user === user ? access.accessToken : null),
    renew: (refused: string | null) => renew(user, refused),
  }
  const runner = createRunner(
    {
      cloud: httpCloud(reach, user),
      store: localStore(db),
      tabs: { tell, open: openIds },
      clock: systemClock,
      app: __APP_VERSION__,
      cancel: { current: new AbortController() },
    },
    pace,
  )
  running = { runner, news, db }
  db.onNewer = stop
  return running
}

/** The database of whoever the token is for; null when that person has signed out meanwhile, or before the token came. */
async function openOwn(user: string): Promise<PunctajDb | null> {
  try {
    const db = await openDb(user)
    if (access?.user === user) return db
    retireDb(db)
  } catch (error) {
    if (codeOf(error) !== 'session_ended') throw error
    leave(user)
  }
  return null
}

/** A step that is under way finds its database closed for good, and writes nothing more. */
function stop(): void {
  const old = running
  running = null
  old?.runner.stop()
  old?.news.close()
  if (old) retireDb(old.db)
}

function take(fresh: Access): void {
  if (running && running.db.user !== fresh.user) stop()
  access = fresh
  for (const waiter of waiters) waiter(fresh)
}

/** Pages renew tokens, the worker asks. Resolves to whether another token came in time. */
function renew(user: string, refused: string | null): Promise<boolean> {
  const isOther = (held: Access | null) => held?.user === user && held.accessToken !== refused
  if (isOther(access)) return Promise.resolve(true)
  return new Promise((resolve) => {
    const finish = (done: boolean) => {
      clearTimeout(timer)
      waiters.delete(waiter)
      resolve(done)
    }
    const waiter = (fresh: Access) => isOther(fresh) && finish(true)
    const timer = setTimeout(() => finish(false), renewMs)
    waiters.add(waiter)
    void tellAll({ is: 'need-access', refused })
  })
}

/** Institutions on the screens of the tabs that ticked lately. */
function openIds(): ReadonlySet<string> {
  const since = Date.now() - hiddenGapMs
  return new Set([...open.values()].flatMap(({ ids, at }) => (at > since ? ids : [])))
}

/**
 * A worker ends 30 s after its last event, its own timers with it; a page's answer to a ping is an event. Visible pages tick
 * each second, so that this comes to pass only when all are hidden.
 */
function pingLater(): void {
  clearTimeout(pinger)
  pinger = setTimeout(() => void tellAll({ is: 'ping' }), pingMs)
}

const tell = (client: Client, message: ToPage): void => client.postMessage(wrap(message))

const allClients = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

async function tellAll(message: ToPage): Promise<void> {
  for (const client of await allClients()) tell(client, message)
}
