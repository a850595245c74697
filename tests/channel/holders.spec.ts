import { afterEach, expect, test } from 'vitest'
import { type Holders, joinHolders } from '../../src/channel/holders.ts'

const joined: Holders[] = []
afterEach(() => joined.splice(0).forEach((one) => one.close()))

function join(...locks: string[]): Holders {
  const holders = joinHolders((lock) => locks.includes(lock))
  joined.push(holders)
  return holders
}

test('a question is answered by who is at work under the lock, and by nobody else', async () => {
  const asking = join()
  join('a')
  join('b')
  expect(await asking.ask('a', 2000)).toBe(true)
  expect(await asking.ask('b', 2000)).toBe(true)
  expect(await asking.ask('c', 50)).toBe(false)
})

test('who asks does not take the answer for another lock', async () => {
  const asking = join()
  join('a')
  const [a, b] = await Promise.all([asking.ask('a', 2000), asking.ask('b', 100)])
  expect([a, b]).toEqual([true, false])
})
