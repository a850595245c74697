import { joinNews, type TabNews } from '../channel/news.ts'
import { readToPage, type ToWorker, wrap } from '../channel/worker.ts'
import { onlineCloud } from '../cloud/admin.ts'
import { httpCloud } from '../cloud/cloud.ts'
import { openDb } from '../db/open.ts'
import type { PunctajDb } from '../db/schema.ts'
import { localStore } from '../db/store.ts'
import { idsIn } from '../domain/plan.ts'
import { systemClock } from '../sync/clock.ts'
import { createRunner, type Runner } from '../sync/runner.ts'
import { pageAccess, type PageAccessOptions } from './access.ts'
import { listen } from './listen.ts'

/** How long nobody may have run the engine before this page does. */
const silenceMs = 3000

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
  stop(): void
}

/** Starts a page's part in the engine for one person. */
export async function startTab(options: TabOptions): Promise<Tab> {
  const { user } = options
  const db = await openDb(user)
  let stepSeenAt = Date.now()
  const post = (message: ToWorker): void => options.worker()?.postMessage(wrap(message))
  const access = pageAccess({ ...options, toWorker: (token) => post({ is: 'access', access: token }) })
  const open = () => idsIn(location.href)
  const isSilent = () => options.worker() === null || Date.now() - stepSeenAt > silenceMs

  function hear(news: TabNews): void {
    if (news.is === 'polled' || news.is === 'unreachable') stepSeenAt = Date.now()
    if (news.is === 'cancel') runner.cancel()
    options.hear(news)
  }
  const channel = joinNews(user, hear)
  const tell = (news: TabNews): void => {
    channel.tell(news)
    hear(news)
  }
  const runner = createRunner({
    cloud: httpCloud(access.http, user),
    store: localStore(db),
    tabs: { tell, open: () => new Set(open()) },
    clock: systemClock,
    app: __APP_VERSION__,
    cancel: { current: new AbortController() },
  })

  function tick(): void {
    const visible = document.visibilityState === 'visible'
    post({ is: 'tick', visible, user, open: open() })
    if (visible && isSilent()) void runner.tick()
    access.keep()
  }
  function wake(): void {
    post({ is: 'wake', user })
    if (isSilent()) void runner.hurry()
  }
  function onMessage(data: unknown): void {
    const message = readToPage(data)
    if (message?.is === 'ping') tick()
    if (message?.is === 'need-access') void access.give(message.refused)
    if (message?.is !== 'alive') return
    stepSeenAt = Math.max(stepSeenAt, message.stepAt ?? 0)
    options.heardWorker(message.bornAt)
  }
  const unlisten = listen({ tick, wake, onMessage })
  await access.give(null)
  tick()
  return {
    db,
    runner,
    online: onlineCloud(access.http),
    tell,
    wake,
    cancel() {
      post({ is: 'cancel', user })
      tell({ is: 'cancel' })
    },
    stop() {
      unlisten()
      runner.stop()
      channel.close()
    },
  }
}
