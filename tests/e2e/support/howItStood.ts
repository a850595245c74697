import type { Page } from '@playwright/test'
import type { Device } from './device.ts'
import { databasesOf, readReplica } from './replica.ts'

const lastCalls = 15

/** A tab that does not answer in this time hangs, which is worth knowing too. */
const patienceMs = 3000

const within = <T>(work: Promise<T>): Promise<T | string> =>
  Promise.race([
    work.catch((error: unknown) => String(error)),
    new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), patienceMs)),
  ])

/** What a failed test left behind on a device, in words: its tabs, locks, workers, rows and latest requests. */
export async function howItStood(device: Device): Promise<string> {
  const tabs = await Promise.all(
    device.tabs.map(async (page) => `${page.url()} ${JSON.stringify(await within(look(page)))}`),
  )
  const calls = device.proxy.seen
    .slice(-lastCalls)
    .map(
      ({ call, status, at, until }) =>
        `${new Date(at).toISOString().slice(14, 23)} ${call} ${String(status)} ${until === null ? 'open' : `${String(until - at)} ms`}`,
    )
  return [`${device.name}:`, ...tabs, ...device.complaints, ...calls].join('\n  ')
}

async function look(page: Page): Promise<object> {
  const shown = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker?.getRegistration()
    const { held = [], pending = [] } = await navigator.locks.query()
    const names = (locks: LockInfo[]) => locks.map(({ name = '', clientId = '' }) => `${name} ${clientId.slice(0, 8)}`)
    return {
      dialogs: [...document.querySelectorAll('dialog, [role="alertdialog"]')].map((one) =>
        one.textContent?.slice(0, 80),
      ),
      notes: [...document.querySelectorAll('[role="status"], [role="alert"]')].map((one) =>
        one.textContent?.slice(0, 80),
      ),
      workers: [registration?.installing?.state, registration?.waiting?.state, registration?.active?.state],
      held: names(held),
      pending: names(pending),
    }
  })
  if ((await databasesOf(page)).length === 0) return shown
  const { meta, outbox, sent, tray } = await readReplica(page)
  const { version, root } = meta.head ?? {}
  return { ...shown, version, root, lock: meta.lock, outbox: outbox.length, sent: sent.length, tray: tray.length }
}
