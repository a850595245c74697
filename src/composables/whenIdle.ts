import { onScopeDispose, watch, type WatchSource } from 'vue'

/** A turn of work; it ends when there is no more time. @returns whether all is done */
type Turn = (hasTime: () => boolean) => boolean

const turnMs = 8

/** Where the browser cannot say when it is idle (Safari), turns are short and far between. */
function later(run: (hasTime: () => boolean) => void): () => void {
  if ('requestIdleCallback' in globalThis) {
    const id = requestIdleCallback((deadline) => run(() => deadline.timeRemaining() > 1))
    return () => cancelIdleCallback(id)
  }
  const id = setTimeout(() => {
    const end = performance.now() + turnMs
    run(() => performance.now() < end)
  }, 50)
  return () => clearTimeout(id)
}

/** Does work in the browser's idle times, turn after turn, from the beginning whenever `source` changes. */
export function whenIdle(source: WatchSource<unknown>, turn: Turn): void {
  let cancel = () => {}
  const go = (): void => {
    cancel = later((hasTime) => void (turn(hasTime) || go()))
  }
  const begin = (): void => {
    cancel()
    go()
  }
  watch(source, begin, { immediate: true })
  onScopeDispose(() => cancel())
}
