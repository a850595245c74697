import { watchLocks } from './takeover.ts'

/** What a page does by the clock and when it comes back. */
export interface Doings {
  tick(): void
  wake(): void
  onMessage(data: unknown): void
}

/**
 * Ticks every second while visible, and on return at once, for a poll before the first edit. A page that comes out of the
 * back-forward cache was frozen: for it too everything may have changed.
 */
export function listen({ tick, wake, onMessage }: Doings): () => void {
  const isVisible = () => document.visibilityState === 'visible'
  const takeover = watchLocks()
  const timer = setInterval(() => {
    if (!isVisible()) return
    takeover.look()
    tick()
  }, 1000)
  const ended = new AbortController()
  const { signal } = ended
  const onReturn = () => {
    // Going away it tells the worker, which pings from then on; coming back it polls before the first edit.
    tick()
    if (isVisible()) wake()
  }
  document.addEventListener('visibilitychange', onReturn, { signal })
  addEventListener('pageshow', (event) => event.persisted && onReturn(), { signal })
  addEventListener('online', wake, { signal })
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  container?.addEventListener('message', (event: MessageEvent<unknown>) => onMessage(event.data), { signal })
  container?.startMessages()
  return () => {
    clearInterval(timer)
    takeover.close()
    ended.abort()
  }
}
