import type { Page } from '@playwright/test'

/*
 * Watching inside the page: a measurement must not contain the way to the browser and back. Times are epoch milliseconds,
 * comparable with this process's, because both run on one machine.
 */

const lock = '[role="alertdialog"]'

/** When the lock is next (or already) in the page, or gone from it. */
export const lockAt = (page: Page, wanted: 'shown' | 'gone'): Promise<number> =>
  page.evaluate(
    ({ selector, shown }) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if ((document.querySelector(selector) !== null) !== shown) return
          observer.disconnect()
          resolve(Date.now())
        }
        const observer = new MutationObserver(look)
        observer.observe(document, { childList: true, subtree: true })
        look()
      }),
    { selector: lock, shown: wanted === 'shown' },
  )

/** Clicks the lock's main button and measures until the lock is gone. Milliseconds. */
export const clickToUnlocked = (page: Page): Promise<number> =>
  page.evaluate(
    (selector) =>
      new Promise<number>((resolve, reject) => {
        const button = document.querySelector<HTMLElement>(`${selector} button`)
        if (button === null) return reject(new Error('no button in the lock'))
        const start = performance.now()
        const observer = new MutationObserver(() => {
          if (document.querySelector(selector) !== null) return
          observer.disconnect()
          resolve(performance.now() - start)
        })
        observer.observe(document, { childList: true, subtree: true })
        button.click()
      }),
    lock,
  )

/** Clicks the download by itself as soon as the lock shows it. */
export const clickAtOnce = (page: Page): Promise<void> =>
  page.evaluate((selector) => {
    new MutationObserver(() => {
      const button = [...document.querySelectorAll<HTMLElement>(`${selector} button`)].find((one) =>
        one.textContent.includes('DESCARCĂ SINCRONIZARE'),
      )
      button?.click()
    }).observe(document, { childList: true, subtree: true })
  }, lock)

/** Reads something from the app's database, behind its back; null when there is no database yet. */
const fromDatabase = <T>(page: Page, store: string, key: string): Promise<T | null> =>
  page.evaluate(
    async ([from, wanted]) => {
      const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('punctaj:'))?.name
      if (name === undefined) return null
      return new Promise<T | null>((resolve, reject) => {
        const open = indexedDB.open(name)
        open.onerror = () => reject(new Error(String(open.error)))
        open.onsuccess = () => {
          const db = open.result
          if (!db.objectStoreNames.contains(from)) return resolve((db.close(), null))
          const request: IDBRequest = db.transaction(from).objectStore(from).get(wanted)
          request.onsuccess = () => resolve((db.close(), request.result as T))
        }
      })
    },
    [store, key] as const,
  )

/** Whether the download under the lock is there already and verified. */
export const isPrepared = async (page: Page): Promise<boolean> =>
  (await fromDatabase<{ value?: unknown }>(page, 'meta', 'prepared'))?.value !== undefined

/** When the device holds all archives, as whoever fetches them tells every tab. */
export const allArchivesAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const channel = new BroadcastChannel('punctaj')
        channel.onmessage = ({ data }: MessageEvent<{ news?: { is: string; held: number; total: number } }>) => {
          if (data.news?.is !== 'archive' || data.news.held < data.news.total) return
          channel.close()
          resolve(Date.now())
        }
      }),
  )

/** Waits until something holds, for two minutes at most, asking every 20 ms. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 120_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within two minutes: ${holds.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
