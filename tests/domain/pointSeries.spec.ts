import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linePieces, niceTicks, shownLabels } from '../../src/domain/chartScale.ts'
import { type PersonPoints, pointSeries } from '../../src/domain/pointSeries.ts'

const one = (name: string, points: number, id: string | null = null, discord = ''): PersonPoints => ({
  id,
  name,
  discord,
  points,
})

const series = (...weeks: (PersonPoints[] | undefined)[]) =>
  pointSeries(weeks).map(({ label, points }) => [label, points])

describe('points over weeks', () => {
  it('follow an id through the weeks, under its latest name', () => {
    expect(series([one('Ana', 3, 'a')], [one('Ana Pop', 0, 'a'), one('Ion', 9, 'i')])).toEqual([
      ['Ion', [null, 9]],
      ['Ana Pop', [3, 0]],
    ])
  })

  it('leave a gap for a week that does not know somebody, or is not here', () => {
    expect(series([one('Ana', 3, 'a')], undefined, [], [one('Ana', 5, 'a')])).toEqual([['Ana', [3, null, null, 5]]])
  })

  it('join what the old program wrote without ids with the id of that name and nick', () => {
    expect(series([one('ana', 2, null, 'X')], [one('Ana', 3, 'a', 'x')])).toEqual([['Ana', [2, 3]]])
  })

  it('join nobody where two people are called the same', () => {
    expect(series([one('Ana', 2)], [one('Ana', 3, 'a'), one('Ana', 4, 'b')])).toEqual([
      ['Ana', [null, 4]],
      ['Ana', [null, 3]],
      ['Ana', [2, null]],
    ])
  })

  it('keep namesakes of one week apart, and tell them by their nicks', () => {
    expect(series([one('Ana', 2, 'a', 'x'), one('Ana', 5, 'b', 'y')])).toEqual([
      ['Ana (y)', [5]],
      ['Ana (x)', [2]],
    ])
    expect(series([one('Ana', 5), one('Ana', 2)])).toEqual([
      ['Ana', [5]],
      ['Ana', [2]],
    ])
  })

  it('lose and invent no points, whoever is called what', () => {
    const person = fc.record({
      id: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }),
      name: fc.constantFrom('Ana', 'Ion'),
      discord: fc.constantFrom('', 'x'),
      points: fc.nat(20),
    })
    fc.assert(
      fc.property(fc.array(fc.array(person, { maxLength: 6 }), { maxLength: 5 }), (weeks) => {
        const all = pointSeries(weeks)
        weeks.forEach((people, week) => {
          const given = people.reduce((sum, { points }) => sum + points, 0)
          expect(all.reduce((sum, { points }) => sum + (points[week] ?? 0), 0)).toBe(given)
        })
        expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
      }),
    )
  })
})

describe('the scale of a chart', () => {
  it('has round steps, from nothing to at least the highest value', () => {
    expect(niceTicks(47, 4)).toEqual([0, 20, 40, 60])
    expect(niceTicks(1, 4)).toEqual([0, 1])
    expect(niceTicks(0, 4)).toEqual([0, 1])
    expect(niceTicks(1000, 4)).toEqual([0, 500, 1000])
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.integer({ min: 2, max: 8 }), (most, count) => {
        const ticks = niceTicks(most, count)
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(most)
        expect(ticks.length).toBeLessThanOrEqual(count + 1)
        expect(ticks.every(Number.isInteger)).toBe(true)
      }),
    )
  })

  it('writes as many labels as there is room for, always the last one', () => {
    expect(shownLabels(5, 10)).toEqual([0, 1, 2, 3, 4])
    expect(shownLabels(5, 3)).toEqual([0, 2, 4])
    expect(shownLabels(52, 0.4)).toEqual([51])
    expect(shownLabels(0, 5)).toEqual([])
  })

  it('draws no line through a gap', () => {
    expect(linePieces([1, null, 2, 3, null])).toEqual([[1], [2, 3]])
  })
})
