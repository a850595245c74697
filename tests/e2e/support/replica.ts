import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import type * as schema from '../../../src/db/schema.ts'

/** What a device holds, read from its IndexedDB behind the app's back. */
export interface Replica {
  user: string
  meta: Partial<schema.Meta>
  leaves: schema.LeafRow[]
  files: schema.FileRow[]
  outbox: schema.OutboxRow[]
  sent: schema.SentRow[]
  tray: schema.TrayRow[]
  drafts: schema.DraftRow[]
  history: schema.HistoryRow[]
  logs: schema.LogRow[]
}

const stores = ['meta', 'leaves', 'files', 'outbox', 'sent', 'tray', 'drafts', 'history', 'logs']

const prefix = 'punctaj:'

/** Names of the databases that the app has on this device. */
export const databasesOf = (page: Page): Promise<string[]> =>
  page.evaluate(async (start) => {
    const all = await indexedDB.databases()
    return all.map(({ name }) => name ?? '').filter((name) => name.startsWith(start))
  }, prefix)

/** Everything in the one database of this device, from one transaction. */
export async function readReplica(page: Page): Promise<Replica> {
  const [name, ...others] = await databasesOf(page)
  if (name === undefined || others.length > 0) throw new Error(`databases: ${String([name, ...others])}`)
  const rows = await page.evaluate(readAll, { name, names: stores })
  const meta = (rows['meta'] as { key: string; value: unknown }[]).map(({ key, value }) => [key, value] as const)
  return { ...rows, user: name.slice(prefix.length), meta: Object.fromEntries(meta) } as unknown as Replica
}

/** Runs in the page. */
async function readAll({ name, names }: { name: string; names: string[] }): Promise<Record<string, unknown[]>> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(new Error(String(request.error)))
    })
  const db = await done(indexedDB.open(name))
  try {
    const transaction = db.transaction(names, 'readonly')
    const reads = names.map(async (store) => [store, await done(transaction.objectStore(store).getAll())] as const)
    return Object.fromEntries(await Promise.all(reads))
  } finally {
    db.close()
  }
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

function leafHash(key: string, text: string): string {
  const [kind, institution] = key.split(':')
  if (kind !== 'ledger') return sha256(text)
  const [head = '', ...batches] = text.slice(0, -1).split('\n')
  const { period } = JSON.parse(head) as { period: number }
  return batches.reduce(
    (hash, batch) => sha256(`${hash}\n${batch}`),
    sha256(`${String(institution)}:${String(period)}`),
  )
}

/** The view root as the stored bodies themselves give it, whatever the device believes its hashes to be. */
export function rootOf({ meta, leaves }: Replica): string {
  const text = (key: string, hash: string) => leaves.find((leaf) => leaf.key === key && leaf.hash === hash)?.text
  const lines = Object.entries(meta.index ?? {})
    .filter(([key]) => !key.startsWith('me:'))
    .map(([key, { hash }]) => `${key} ${leafHash(key, text(key, hash) ?? 'nothing')}\n`)
  return sha256(lines.sort().join(''))
}

/** Points of one employee in the replica itself, without the device's own ops. */
export function storedPoints(replica: Replica, employee: string): number | undefined {
  const rosters = replica.leaves.filter(
    ({ key, hash }) => replica.meta.index?.[key]?.hash === hash && key.startsWith('roster:'),
  )
  const people = rosters.flatMap(
    ({ text }) => (JSON.parse(text) as { employees: { id: string; points: number }[] }).employees,
  )
  return people.find(({ id }) => id === employee)?.points
}
