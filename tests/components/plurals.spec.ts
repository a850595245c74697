// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { i18n, setLocale } from '../../src/i18n/index.ts'

const counts = [0, 1, 2, 19, 20, 100, 101, 119, 120]
const say = (key: 'count.points' | 'count.employees') => counts.map((n) => i18n.global.t(key, { n }, n))

describe('numbers of things', () => {
  it('are said in Romanian as people do: 20 de puncte, 101 puncte, 120 de puncte', async () => {
    await setLocale('ro')
    expect(say('count.points')).toEqual([
      '0 puncte',
      '1 punct',
      '2 puncte',
      '19 puncte',
      '20 de puncte',
      '100 de puncte',
      '101 puncte',
      '119 puncte',
      '120 de puncte',
    ])
    expect(say('count.employees').map((text) => text.replace(/\d+ /, ''))).toEqual([
      'angajați',
      'angajat',
      'angajați',
      'angajați',
      'de angajați',
      'de angajați',
      'angajați',
      'angajați',
      'de angajați',
    ])
  })

  it('are said in English with one form for one', async () => {
    await setLocale('en')
    expect(say('count.points').map((text) => text.replace(/\d+ /, ''))).toEqual(
      counts.map((n) => (n === 1 ? 'point' : 'points')),
    )
  })
})
