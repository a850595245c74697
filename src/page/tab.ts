import { joinNews, type TabNews } from '../channel/news.ts'
import { readToPage, standStill, type ToWorker, wrap } from '../channel/worker.ts'
import { onlineCloud } from '../cloud/admin.ts'
import { httpCloud } from '../cloud/cloud.ts'
import { openDb } from '../db/open.ts'
import type { PunctajDb } from '../db/schema.ts'
import { localStore } from '../db/store.ts'
import { idsIn } from '../domain/plan.ts'
import { systemClock } from '../sync/clock.ts'
import { createRunner, type Runner } from '../sync/runner.ts'
import { type PageAccess, pageAccess, type PageAccessOptions } from './access.ts'
import { listen } from './listen.ts'

/** How long nobody may have run the engine before this page does. */
const silenceMs = 3000

/** How long a page stands still while a new worker takes over, which takes about a second. */
const stillMs = 3000

/** What a page has heard of whoever runs the engine, epoch ms. */
interface Seen {
  stepAt: number
  isUp: boolean
  stillUntil: number
}

/** What a page needs of the world around it. */
export interface TabOptions extends Omit<PageAccessOptions, 'toWorker'> {
  /** The worker to talk to; null while there is none. */
  worker(): ServiceWorker | null
  /** Told of every piece of news, this page's own too. */
  hear(news: TabNews): void
  /** Told when the worker's present run began. */
  heardWorker(bornAt: number): void
}

/** The engine of one page: ticks for the worker, and a runner of its own for when the worker is silent. */
export interface Tab {
  db: PunctajDb
  runner: Runner
  online: ReturnType<typeof onlineCloud>
  tell(news: TabNews): void
  /** Runs the engine soon, wherever it runs. */
  wake(): void
  cancel(): void
  /** Asks the cloud whether the session still holds. */
  prove(): Promise<void>
  stop(): void
}

/** Starts a page's part in the engine for one person. */
export async function startTab(options: TabOptions): Promise<Tab> {
  const { user } = options
  const db = await openDb(user)
  const seen = { stepAt: Date.now(), isUp: false, stillUntil: 0 }
  const isStill = () => Date.now() < seen.stillUntil
  const post = (message: ToWorker): void => (isStill() ? undefined : options.worker()?.postMessage(wrap(message)))
  const access = pageAccess({ ...options, toWorker: (token) => post({ is: 'access', access: token }) })
  const isSilent = () => !isStill() && (options.worker() === null || Date.now() - seen.stepAt > silenceMs)

  const hear = (news: TabNews): void => {
    if (news.is === 'polled' || news.is === 'unreachable')
      Object.assign(seen, { stepAt: Date.now(), isUp: news.is === 'polled' })
    if (news.is === 'cancel') void runner.onCancelled()
    options.hear(news)
  }
  const channel = joinNews(user, hear)
  const tell = (news: TabNews): void => [channel.tell, hear].forEach((one) => one(news))
  const runner = runnerOf(db, access, tell)
  const tick = (): void => {
    post({ is: 'tick', visible: isVisible(), user, open: openIds() })
    if (isVisible() && isSilent()) void runner.tick()
    access.keep(seen.isUp)
  }
  const wake = (): void => {
    post({ is: 'wake', user })
    if (isSilent()) void runner.hurry()
  }
  const unlisten = listen({ tick, wake, onMessage: (data) => answer(data, options, { access, seen, tick }) })
  await access.give(null)
  tick()
  return {
    db,
    runner,
    online: onlineCloud(access.http),
    tell,
    wake,
    cancel: () => [post({ is: 'cancel', user }), runner.cancel(), tell({ is: 'cancel' })],
    prove: access.prove,
    stop: () => [unlisten(), runner.stop(), channel.close()],
  }
}

const isVisible = () => document.visibilityState === 'visible'

/** Institutions in front of the user are those that the address names. */
const openIds = () => idsIn(location.href)

const runnerOf = (db: PunctajDb, access: PageAccess, tell: (news: TabNews) => void): Runner =>
  createRunner({
    cloud: httpCloud(access.http, db.user),
    store: localStore(db),
    tabs: { tell, open: () => new Set(openIds()) },
    clock: systemClock,
    app: __APP_VERSION__,
    cancel: { current: new AbortController() },
  })

function answer(
  data: unknown,
  options: TabOptions,
  { access, seen, tick }: { access: PageAccess; seen: Seen; tick: () => void },
): void {
  if (data === standStill) return void (seen.stillUntil = Date.now() + stillMs)
  const message = readToPage(data)
  switch (message?.is) {
    case 'ping':
      return tick()
    case 'need-access':
      return void access.give(message.refused)
    case 'alive':
      seen.stepAt = Math.max(seen.stepAt, Math.min(message.stepAt ?? 0, Date.now()))
      return options.heardWorker(message.bornAt)
    case undefined:
      return
  }
}
