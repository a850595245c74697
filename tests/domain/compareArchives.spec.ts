import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ArchivedPerson } from '../../src/domain/archivePeople.ts'
import { weekBefore, weeksOf } from '../../src/domain/archiveWeeks.ts'
import { compareArchives } from '../../src/domain/compareArchives.ts'
import { archived, archiveLine } from './archived.ts'

const lines = (before: ArchivedPerson[], after: ArchivedPerson[]) =>
  compareArchives(before, after).people.map((one) => [one.name, one.before, one.after, one.difference])

describe('two archives compared', () => {
  it('tell for each person what was, what is and the difference; who came and who left', () => {
    const before = [archived('Ana', 10, { id: 'a' }), archived('Ion', 7, { id: 'i' })]
    const after = [archived('Ana', 4, { id: 'a' }), archived('Zoe', 5, { id: 'z' })]
    expect(lines(before, after)).toEqual([
      ['Zoe', null, 5, 5],
      ['Ana', 10, 4, -6],
      ['Ion', 7, null, -7],
    ])
    expect(compareArchives(before, after)).toMatchObject({
      came: ['Zoe'],
      left: ['Ion'],
      before: { employees: 2, points: 17 },
      after: { employees: 2, points: 9 },
    })
  })

  it('put people with as many points in the order of their names, as rosters do', () => {
    const after = ['Țuțu', 'Ștefania', 'Zoe', 'Ana'].map((name) => archived(name, 7, { id: name }))
    const gone = ['Vlad', 'Ion'].map((name) => archived(name, 9, { id: name }))
    expect(lines(gone, after).map(([name]) => name)).toEqual(['Ana', 'Ștefania', 'Țuțu', 'Zoe', 'Ion', 'Vlad'])
  })

  it('follow an id through a new name, and say the former one', () => {
    const [one] = compareArchives(
      [archived('Ana Pop', 3, { id: 'a' })],
      [archived('Ana Rusu', 9, { id: 'a', discord: 'ana' })],
    ).people
    expect(one).toMatchObject({ name: 'Ana Rusu', formerName: 'Ana Pop', discord: 'ana', difference: 6 })
  })

  it('keep two people of one name apart by their ids, and never take one for the other', () => {
    const before = [archived('Ana', 10, { id: 'a' }), archived('Ana', 1, { id: 'b' })]
    expect(lines(before, [archived('Ana', 5, { id: 'b' }), archived('Ana', 2, { id: 'c' })])).toEqual([
      ['Ana', 1, 5, 4],
      ['Ana', null, 2, 2],
      ['Ana', 10, null, -10],
    ])
  })

  it('find people without ids by name and nick, namesakes in the order of the lists', () => {
    const before = [archived('ANA ', 10, { discord: 'x' }), archived('ana', 1, { discord: 'X' })]
    expect(
      lines(before, [archived('Ana', 6, { id: 'a', discord: 'x' }), archived('Ana', 5, { discord: 'x' })]),
    ).toEqual([
      ['Ana', 10, 6, -4],
      ['Ana', 1, 5, 4],
    ])
  })

  it('do not know a person of the same nick by another name', () => {
    expect(
      compareArchives([archived('Ana', 1, { discord: 'x' })], [archived('Ion', 1, { discord: 'x' })]),
    ).toMatchObject({
      came: ['Ion'],
      left: ['Ana'],
    })
  })

  it('leave out the blank rows of the old program', () => {
    expect(lines([archived('', 4)], [archived('', 4), archived('', 2, { discord: 'x' })])).toEqual([['x', null, 2, 2]])
  })

  const person = fc
    .record({
      id: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null }),
      name: fc.constantFrom('Ana', 'ana', 'Ion', 'Zoe'),
      discord: fc.constantFrom('', 'x'),
      points: fc.nat(50),
    })
    .map(({ name, points, ...more }) => archived(name, points, more))
  const people = fc.array(person, { maxLength: 8 })

  it('hold everybody of both exactly once, and add up', () => {
    fc.assert(
      fc.property(people, people, (before, after) => {
        const { people: all, came, left, ...totals } = compareArchives(before, after)
        const were = all.filter((one) => one.before !== null)
        const are = all.filter((one) => one.after !== null)
        expect([were.length, are.length]).toEqual([before.length, after.length])
        expect([all.length - are.length, all.length - were.length]).toEqual([left.length, came.length])
        const sum = all.reduce((total, one) => total + one.difference, 0)
        expect(sum).toBe(totals.after.points - totals.before.points)
        expect(totals.before.points).toBe(before.reduce((total, { points }) => total + points, 0))
      }),
    )
  })

  it('of an archive with itself show no change', () => {
    fc.assert(
      fc.property(people, (same) => {
        const { people: all, came, left } = compareArchives(same, same)
        expect([came, left]).toEqual([[], []])
        expect(all.reduce((total, one) => total + one.difference, 0)).toBe(0)
      }),
    )
  })

  it('never join two different ids', () => {
    fc.assert(
      fc.property(people, people, (before, after) => {
        const ids = before.map((one, i) => ({ ...one, id: `was${i}` }))
        const others = after.map((one, i) => ({ ...one, id: `is${i}` }))
        expect(compareArchives(ids, others).people).toHaveLength(before.length + after.length)
      }),
    )
  })
})

describe('the week before', () => {
  const own = archiveLine('2026-11-16')
  const all = [
    own,
    archiveLine('2026-11-14', 'police', 'before_restore'),
    archiveLine('2026-11-13', 'hospital'),
    archiveLine('2026-11-02', 'police', 'import'),
    archiveLine('2026-11-09'),
    archiveLine('2026-11-23'),
  ]

  it('is the last one that the same institution closed', () => {
    expect(weekBefore(all, own)?.row.id).toBe('2026-11-09')
    expect(weekBefore(all, archiveLine('2026-11-09'))?.row.id).toBe('2026-11-02')
    expect(weekBefore(all, archiveLine('2026-11-02'))).toBeUndefined()
  })

  it('all closed weeks of an institution stand oldest first, copies from the middle of one left out', () => {
    expect(weeksOf(all, 'police').map(({ row }) => row.id)).toEqual([
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
      '2026-11-23',
    ])
  })
})
