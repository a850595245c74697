import { CloudError } from '../../domain/errors.ts'

/** Work that takes longer than this gives the page its turn, ms: less than a frame. */
const sliceMs = 10

/**
 * For long work in slices: whoever calls it now and then lets the page draw and answer in between.
 *
 * @returns resolves at once within a slice, after the page's turn at its end, for which `show` prepares what is drawn; rejects
 *   with `cancelled` once the signal fired
 */
export function pacer(signal: AbortSignal): (show?: () => void) => Promise<void> {
  let since = performance.now()
  return async (show) => {
    if (signal.aborted) throw new CloudError('cancelled')
    if (performance.now() - since < sliceMs) return
    show?.()
    await pageTurn()
    since = performance.now()
  }
}

/** By message: timers of a page in the background fire once a second. */
const pageTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
