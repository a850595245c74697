import 'fake-indexeddb/auto'
import { v4 } from 'uuid'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { writeMeta } from '../../src/db/meta.ts'
import { readNotice, takeNotice, writeNotice } from '../../src/db/notice.ts'
import { openDb } from '../../src/db/open.ts'
import type { PunctajDb } from '../../src/db/schema.ts'
import type { Lock } from '../../src/domain/lock.ts'

/* What the worker shows of a forced resync; its own types are of a runtime that tests are not compiled for. */

interface Attention {
  callAttention(db: PunctajDb): Promise<void>
  openApp(notification: { close(): void }): Promise<void>
}

interface Shown {
  title: string
  body: string
  close: () => void
}

const words = { title: 'Titlu', text: 'Un administrator a cerut.' }
let attention: Attention
let db: PunctajDb
let shown: Shown[]
let windows: { visibilityState: string; focus: () => Promise<void> }[]
const [focus, openWindow, badge, clear] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()]

const lockOf = (reason: 'forced' | 'changed' | 'first', nonce = 'n'): Lock => ({
  is: 'required',
  failures: 0,
  cause: { reason, by: null, at: null, why: null, head: { version: 2, root: 'x', epoch: 1, nonce } },
})
const lock = (to: Lock) => writeMeta(db, 'lock', to)

beforeEach(async () => {
  vi.clearAllMocks()
  shown = []
  windows = []
  const registration = {
    getNotifications: async () => shown,
    showNotification: async (title: string, { body }: { body: string }) => {
      shown.push({ title, body, close: () => void (shown = []) })
    },
  }
  vi.stubGlobal('self', { registration, clients: { matchAll: async () => windows, openWindow } })
  vi.stubGlobal('Notification', { permission: 'granted' })
  vi.stubGlobal('navigator', { setAppBadge: badge, clearAppBadge: clear })
  attention = (await import(new URL('../../src/sw/attention.ts', import.meta.url).pathname)) as Attention
  db = await openDb(v4())
  await writeNotice(db, words)
})

describe('a forced resync that nobody sees', () => {
  it('is told once, in the words that its person asked for, however often the lock moves', async () => {
    await lock(lockOf('forced'))
    await attention.callAttention(db)
    await attention.callAttention(db)
    expect(shown).toMatchObject([{ title: 'Titlu', body: 'Un administrator a cerut.' }])
    await lock(lockOf('forced', 'another'))
    await attention.callAttention(db)
    expect(shown).toHaveLength(2)
  })

  it('is taken by one of several at once', async () => {
    await lock(lockOf('forced'))
    const taken = await Promise.all([takeNotice(db), takeNotice(db), takeNotice(db)])
    expect(taken.filter(({ notice }) => notice !== null)).toHaveLength(1)
  })

  it('is not told where a tab is looked at, nor later', async () => {
    await lock(lockOf('forced'))
    windows = [{ visibilityState: 'visible', focus }]
    await attention.callAttention(db)
    windows = [{ visibilityState: 'hidden', focus }]
    await attention.callAttention(db)
    expect(shown).toEqual([])
  })

  it('is not told to who has not asked, or whose browser forbids it', async () => {
    await lock(lockOf('forced'))
    await writeNotice(db, null)
    expect(await readNotice(db)).toBeNull()
    await attention.callAttention(db)
    await writeNotice(db, words)
    vi.stubGlobal('Notification', { permission: 'denied' })
    await attention.callAttention(db)
    expect(shown).toEqual([])
  })

  it('is no change like any other', async () => {
    await lock(lockOf('changed'))
    await attention.callAttention(db)
    expect(shown).toEqual([])
  })

  it('goes with the lock, and other words do not bring it back', async () => {
    await lock(lockOf('forced'))
    await attention.callAttention(db)
    await lock({ is: 'synced' })
    await attention.callAttention(db)
    expect(shown).toEqual([])
    await lock(lockOf('forced'))
    await writeNotice(db, { ...words, text: 'An administrator asked.' })
    await attention.callAttention(db)
    expect(shown).toEqual([])
  })

  it('leads to the app where it is open, else opens it', async () => {
    const close = vi.fn()
    await attention.openApp({ close })
    expect([close.mock.calls.length, openWindow.mock.calls]).toEqual([1, [['/']]])
    windows = [{ visibilityState: 'hidden', focus }]
    await attention.openApp({ close })
    expect([focus.mock.calls.length, openWindow.mock.calls.length]).toEqual([1, 1])
  })
})

describe('the badge', () => {
  it('is there while a resync is required, and only then', async () => {
    await lock(lockOf('changed'))
    await attention.callAttention(db)
    expect([badge.mock.calls.length, clear.mock.calls.length]).toEqual([1, 0])
    await lock({ is: 'synced' })
    await attention.callAttention(db)
    expect(clear).toHaveBeenCalledOnce()
  })

  it('is not there for the first download', async () => {
    await lock(lockOf('first'))
    await attention.callAttention(db)
    expect([badge.mock.calls.length, clear.mock.calls.length]).toEqual([0, 1])
  })

  it('that a browser refuses or does not know is nobody’s trouble', async () => {
    vi.stubGlobal('navigator', { setAppBadge: () => Promise.reject(new Error('not installed')) })
    await lock(lockOf('changed'))
    await attention.callAttention(db)
    vi.stubGlobal('navigator', {})
    await attention.callAttention(db)
  })
})
