import { joinNews } from '../channel/news.ts'
import type { Access } from '../channel/worker.ts'
import { httpCloud } from '../cloud/cloud.ts'
import { readMeta } from '../db/meta.ts'
import { openDb, retireDb } from '../db/open.ts'
import { databasePrefix, type PunctajDb } from '../db/schema.ts'
import { localStore, readState } from '../db/store.ts'
import { CloudError, codeOf } from '../domain/errors.ts'
import { systemClock } from '../sync/clock.ts'
import { freshMemory } from '../sync/memory.ts'
import { pushInTurn } from '../sync/push.ts'

/**
 * Pushes without any page, with the token that the last one left. Whoever has none left anything unsent.
 *
 * @throws CloudError when edits are left: the browser tries again later, with an ended token in vain; the next page does it then
 */
export async function pushAlone(): Promise<void> {
  const names = (await indexedDB.databases()).map(({ name = '' }) => name)
  const users = names.flatMap((name) => (name.startsWith(databasePrefix) ? [name.slice(databasePrefix.length)] : []))
  // One person's trouble holds up nobody else's edits; who has signed out has none.
  const failures = (await Promise.allSettled(users.map(pushOf))).flatMap((outcome) =>
    outcome.status === 'rejected' && codeOf(outcome.reason) !== 'session_ended' ? [outcome.reason as unknown] : [],
  )
  if (failures.length > 0) throw failures[0]
}

async function pushOf(user: string): Promise<void> {
  const db = await openDb(user)
  try {
    const access = await readMeta(db, 'access')
    if (!access) return
    await pushWith(db, access)
    if ((await readState(db)).unsent > 0) throw new CloudError('offline', 'edits are left')
    await db.meta.delete('access')
  } finally {
    retireDb(db)
  }
}

async function pushWith(db: PunctajDb, { url, key, accessToken }: Access): Promise<void> {
  const news = joinNews(db.user, () => undefined)
  const reach = { url, key, token: () => accessToken, renew: () => Promise.resolve(false) }
  const engine = {
    cloud: httpCloud(reach, db.user),
    store: localStore(db),
    tabs: { tell: news.tell, open: () => new Set<string>() },
    clock: systemClock,
    app: __APP_VERSION__,
    cancel: { current: new AbortController() },
  }
  await pushInTurn(engine, freshMemory(), true, true).finally(() => news.close())
}
