import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { OneAtATime } from '../../local/one-at-a-time.ts'

describe('OneAtATime', () => {
  it('runs tasks in order, none before the one before it has ended', async () => {
    const turns = new OneAtATime()
    const seen: string[] = []
    const task = (name: string, ms: number) => async () => {
      seen.push(`${name} begins`)
      await wait(ms)
      seen.push(`${name} ends`)
      return name
    }
    const all = [turns.run(task('a', 20)), turns.run(task('b', 1)), turns.run(task('c', 5))]
    expect(turns.waiting).toBe(3)
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    expect(turns.waiting).toBe(0)
  })

  it('goes on after a task that failed', async () => {
    const turns = new OneAtATime()
    const failing = turns.run(() => Promise.reject(new Error('no')))
    const next = turns.run(() => Promise.resolve('yes'))
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })
})
