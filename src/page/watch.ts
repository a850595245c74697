import { liveQuery, type Subscription } from 'dexie'
import type { TabNews } from '../channel/news.ts'
import { readAlone } from '../db/queries/read.ts'
import type { PunctajDb } from '../db/schema.ts'
import { readState } from '../db/store.ts'
import { codeOf, isStorageFault } from '../domain/errors.ts'
import { reaches } from '../domain/head.ts'
import type { Lock } from '../domain/lock.ts'
import { useSession } from '../stores/session.ts'
import { useSync } from '../stores/sync.ts'
import { useUi } from '../stores/ui.ts'
import { showBadge } from '../sync/badge.ts'
import { protocol } from '../sync/protocol.ts'

/** Keeps the stores at what the rows say: they are read again on every piece of news and every own change. */
export interface Watch {
  hear(news: TabNews): void
  heardWorker(bornAt: number): void
  stop(): void
}

/** @param onNobody told when the person's own row is not in the view: the cloud does not know them any more */
export function watchRows(db: PunctajDb, onNobody: () => void): Watch {
  const sync = useSync()
  const refresh = inTurn(rowReader(db, onNobody))
  let bornAt: number | null = null
  let calm: ReturnType<typeof setTimeout> | undefined
  let polled: TabNews | null = null
  const stopLive = watchLive(db, refresh)
  const take = (): void => {
    clearTimeout(calm)
    if (polled) note(polled)
    polled = null
    refresh()
  }
  return {
    hear(news) {
      if (news.is === 'polled' && sync.link === 'online') {
        polled = news
        clearTimeout(calm)
        calm = setTimeout(take, calmMs)
        return
      }
      take()
      note(news)
    },
    heardWorker(at) {
      if (at !== bornAt) sync.workerStarts = (sync.workerStarts ?? 0) + 1
      bornAt = at
    },
    stop() {
      clearTimeout(calm)
      stopLive()
    },
  }
}

/**
 * A poll moves no row by itself, but what it finds may: that comes within this time, and a tab that was at work on the poll
 * would hear of it late, in twenty tabs at once up to 0.2 s late. The rows are read all the same: other news may have been missed.
 */
const calmMs = 400

/** Calls back on every change of the rows; a query that the storage ended begins anew. @returns what ends it */
function watchLive(db: PunctajDb, changed: () => void): () => void {
  let retry: ReturnType<typeof setTimeout> | undefined
  let rows: Subscription
  const begin = () => {
    const again = () => {
      if (db.retired) return
      changed()
      retry = setTimeout(begin, 1000)
    }
    rows = liveQuery(async () => readState(db)).subscribe({ next: changed, error: again })
  }
  begin()
  return () => {
    clearTimeout(retry)
    rows.unsubscribe()
  }
}

/** News come in bursts: one read at a time, and one more when any came meanwhile. */
function inTurn(read: () => Promise<void>): () => void {
  let isReading = false
  let isStale = false
  return function refresh() {
    if (isReading) return void (isStale = true)
    isReading = true
    isStale = false
    void read()
      .catch((error: unknown) => {
        const code = codeOf(error)
        if (isStorageFault(code)) useSync().fault = code
        if (code !== 'session_ended') console.warn('rows', error)
      })
      .finally(() => {
        isReading = false
        if (isStale) refresh()
      })
  }
}

/** Copies the rows into the store; what did not change is not touched, so that nothing renders for it. */
function rowReader(db: PunctajDb, onNobody: () => void): () => Promise<void> {
  const sync = useSync()
  const session = useSession()
  let stamp: string | null = null
  let known = ''
  let badged: Lock['is'] | null = null
  return async () => {
    const { session: present, lock, head, unsent, unsentSince, tray, prepared } = await readState(db)
    // Another database than the one this page began with: the browser has deleted that one.
    if (known !== '' && present !== '' && present !== known) {
      sync.wiped = { unsent: sync.unsent + sync.tray }
      // What they say was done is gone, and so is what they offer to undo.
      useUi().toasts = []
      sync.head = sync.syncedAt = stamp = null
    }
    known = present || known
    // With the lock and the head, in one step: without a lock the page shows its person, and a head without a person is nobody's.
    const isNew = head !== null && head.stamp !== stamp
    const me = isNew ? ((await readAlone(db)).me() ?? null) : null
    if (isNew && session.state.is === 'signed-in') session.state = { ...session.state, me }
    if (JSON.stringify(lock) !== JSON.stringify(sync.lock)) sync.lock = lock
    if (lock.is === 'synced') sync.readOnly = false
    if (lock.is !== badged) showBadge(lock)
    badged = lock.is
    sync.unsent = unsent
    sync.unsentSince = unsentSince
    sync.tray = tray
    sync.ready = lock.is !== 'synced' && prepared !== null && reaches(prepared, lock.cause.head)
    if (!isNew) return
    stamp = head.stamp
    sync.head = head
    sync.syncedAt = head.appliedAt
    if (me === null) onNobody()
  }
}

/** What is no row: the link, and where the cloud stands. */
function note(news: TabNews): void {
  const sync = useSync()
  switch (news.is) {
    case 'polled': {
      // Of the future is none; it would be no date either.
      const at = Math.min(news.at, Date.now())
      sync.link = 'online'
      if (sync.lastPollAt !== null) sync.pollGap = at - sync.lastPollAt
      sync.lastPollAt = at
      sync.cloudVersion = news.version
      sync.tooOld = news.minClient > protocol
      return
    }
    case 'unreachable':
      sync.link = 'offline'
      return
    case 'archive':
      sync.archives = { held: news.held, total: news.total }
      return
    case 'storage':
      sync.fault = news.code
      return
    case 'applied':
      sync.fault = null
      return
    case 'lock':
    case 'cancel':
    case 'signed-out':
      return
  }
}
