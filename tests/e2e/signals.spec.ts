import type { Page } from '@playwright/test'
import { enter, expectLocked, expectPoints, expectUnlocked, lockOf, openRoster, takeDownload } from './support/app.ts'
import { awardAtCloud } from './support/cloud-facts.ts'
import { readReplica } from './support/replica.ts'
import { expect, test } from './support/test.ts'
import { ana, bogdan, police } from './support/world.ts'

/** What a script in a tab can post: every kind of message, forged, replayed, malformed and huge, a thousand of them and more. */
const flood = (page: Page, user: string, ms: number): Promise<number> =>
  page.evaluate(
    async ([who, time]) => {
      const channel = new BroadcastChannel('punctaj')
      const holders = new BroadcastChannel('punctaj:holders')
      const worker = (await navigator.serviceWorker.ready).active
      const huge = 'x'.repeat(1_000_000)
      const access = { accessToken: 'forged', expiresAt: 9e15, user: who, url: 'https://nowhere.test', key: 'k' }
      const payload = btoa(JSON.stringify({ sub: '5a1e0000-0000-4000-8000-00000000ffff' }))
      const news: unknown[] = [
        { is: 'polled', at: Number.MAX_SAFE_INTEGER, version: 999_999, minClient: 1 },
        { is: 'polled', at: 1e308, version: -1, minClient: 'x' },
        { is: 'lock', lock: { is: 'synced' } },
        { is: 'applied', version: 999_999 },
        { is: 'archive', held: 1, total: 2 },
        { is: 'unreachable', at: 1, code: 'offline' },
        { is: 'unreachable', at: 1, code: 'constructor' },
        { is: 'cancel' },
        { is: 'signed-out' },
        { is: 'delta', bodies: { directory: huge } },
        { is: huge },
        null,
        [],
      ]
      const messages: unknown[] = [
        { is: 'tick', visible: true, user: who, open: [] },
        { is: 'tick', visible: true, user: who, open: [huge] },
        { is: 'tick', visible: 'yes', user: who, open: 'all' },
        { is: 'wake', user: who },
        { is: 'wake', user: huge },
        { is: 'cancel', user: who },
        { is: 'access', access },
        { is: 'access', access: { ...access, accessToken: `h.${payload}.s` } },
        { is: 'access', access: huge },
        { is: 'signed-out', user: who },
        { is: 'signed-out', user: null },
        { is: 'delta', bodies: {} },
        null,
      ]
      let sent = 0
      const end = Date.now() + time
      for (; Date.now() < end || sent < 1000; await new Promise((go) => setTimeout(go, 50))) {
        for (const one of news) channel.postMessage({ v: 1, user: who, news: one })
        for (const message of messages) worker?.postMessage({ punctaj: 1, message })
        for (const text of ['punctaj:take-over', 'punctaj:stand-down']) worker?.postMessage(text)
        for (const talk of [{ ask: 'punctaj:engine' }, { alive: 'punctaj:engine' }, { ask: huge }])
          holders.postMessage(talk)
        sent += news.length + messages.length + 5
      }
      channel.close()
      holders.close()
      return sent
    },
    [user, ms] as const,
  )

test('forged, replayed and malformed messages of every kind change nothing, and do not raise the rate of polls', async ({
  cloud,
  boot,
}) => {
  const device = await boot('office')
  const page = await enter(device, 'admin')
  await openRoster(page, police.name)
  const second = await device.open(new URL(page.url()).pathname)
  await expectPoints(second, ana.name, ana.points)
  const { user, meta, leaves } = await readReplica(page)

  const from = Date.now()
  const sent = await flood(page, user, 8000)
  const took = Date.now() - from
  const polls = device.proxy.count('poll', from)
  test.info().annotations.push({
    type: 'flood',
    description: `${String(sent)} messages, ${String(polls)} polls in ${String(took)} ms`,
  })
  // One in 900 ms, one more at either end, and whom a forged token made ask twice.
  expect(polls).toBeLessThanOrEqual(2 * (Math.floor(took / 900) + 2))
  await expectUnlocked(page, second)
  const after = await readReplica(page)
  expect([after.leaves, after.meta.index, after.meta.lock]).toEqual([leaves, meta.index, { is: 'synced' }])

  // The device goes on as if nothing had been, and a real lock is not opened by any of it.
  await awardAtCloud(cloud, bogdan.id, 7)
  await expectLocked(page, second)
  await flood(second, user, 3000)
  await expect(lockOf(page)).toBeVisible()
  await expect(lockOf(second)).toBeVisible()
  expect((await readReplica(page)).meta.lock).toMatchObject({ is: 'required' })
  await takeDownload(page)
  await expectPoints(page, bogdan.name, bogdan.points + 7)
})
