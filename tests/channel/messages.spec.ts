import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isNews, joinNews, type TabNews } from '../../src/channel/news.ts'
import { readToPage, readToWorker, type ToPage, type ToWorker, wrap } from '../../src/channel/worker.ts'

const toWorker: ToWorker[] = [
  { is: 'tick', visible: true, user: 'u', open: ['a'] },
  { is: 'access', access: { accessToken: 't', expiresAt: 1, user: 'u', url: 'http://x', key: 'k' } },
  { is: 'wake', user: 'u' },
  { is: 'cancel', user: 'u' },
  { is: 'signed-out', user: 'u' },
]
const toPage: ToPage[] = [
  { is: 'alive', bornAt: 1, stepAt: null },
  { is: 'need-access', refused: null },
  { is: 'ping' },
]

test('every message arrives as it was sent', () => {
  for (const message of toWorker) expect(readToWorker(structuredClone(wrap(message)))).toEqual(message)
  for (const message of toPage) expect(readToPage(structuredClone(wrap(message)))).toEqual(message)
})

test('what is none of ours is not heard', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readToWorker(value)).toBeNull()
      expect(readToPage(value)).toBeNull()
      expect(isNews(value)).toBe(false)
    }),
  )
  expect(readToWorker(wrap({ is: 'signed-out' } as never))).toEqual({ is: 'signed-out', user: null })
  expect(readToWorker({ punctaj: 99, message: { is: 'signed-out' } })).toBeNull()
  expect(readToWorker(wrap({ is: 'tick', visible: true, user: 'u', open: [1] } as never))).toBeNull()
  expect(isNews({ is: 'unreachable', at: 1, code: 'toString' })).toBe(false)
})

test('news reach the other tabs of the same person, and nobody else', async () => {
  const heard: [string, TabNews][] = []
  const [a, b, other] = [
    joinNews('u', (news) => heard.push(['a', news])),
    joinNews('u', (news) => heard.push(['b', news])),
    joinNews('v', (news) => heard.push(['other', news])),
  ]
  a.tell({ is: 'lock' })
  await expect.poll(() => heard).toEqual([['b', { is: 'lock' }]])
  for (const one of [a, b, other]) one.close()
})

test('news of another version are not heard', async () => {
  const heard: TabNews[] = []
  const tab = joinNews('u', (news) => heard.push(news))
  const stranger = new BroadcastChannel('punctaj')
  for (const v of [0, 2, undefined]) stranger.postMessage({ v, user: 'u', news: { is: 'applied', version: 9 } })
  const other = joinNews('u', () => undefined)
  other.tell({ is: 'lock' })
  await expect.poll(() => heard).toContainEqual({ is: 'lock' })
  await new Promise((done) => setTimeout(done, 20))
  expect(heard).toEqual([{ is: 'lock' }])
  for (const one of [tab, stranger, other]) one.close()
})

test('a step that ends after its person has signed out tells nobody, and breaks nothing', () => {
  const tab = joinNews('u', () => undefined)
  tab.close()
  expect(() => tab.tell({ is: 'lock' })).not.toThrow()
})

test('a token of somebody else, and a screen that nobody has, are not heard', () => {
  const token = (sub: unknown) => `h.${btoa(JSON.stringify({ sub }))}.s`
  const access = { accessToken: token('u'), expiresAt: 1, user: 'u', url: 'http://x', key: 'k' }
  const given = (accessToken: string) => readToWorker(wrap({ is: 'access', access: { ...access, accessToken } }))
  expect(given(token('u'))).toMatchObject({ is: 'access' })
  expect(given(token('v'))).toBeNull()
  expect(given(token(7))).toBeNull()
  const tick = (open: string[]) => readToWorker(wrap({ is: 'tick', visible: true, user: 'u', open }))
  expect(tick(Array.from({ length: 1000 }, () => 'a'))).not.toBeNull()
  expect(tick(Array.from({ length: 1001 }, () => 'a'))).toBeNull()
  expect(tick(['x'.repeat(101)])).toBeNull()
})

test('numbers that are no counts are no news', () => {
  for (const at of [Infinity, 1e308, -1, 1.5, Number.NaN])
    expect(isNews({ is: 'polled', at, version: 1, minClient: 1 })).toBe(false)
})
