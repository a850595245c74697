import { describe, expect, it } from 'vitest'
import { queryOf } from '../../src/domain/addressFilter.ts'
import { filterArchives, filterOf, noFilter } from '../../src/domain/archiveFilter.ts'
import { daysOf, periodOf } from '../../src/domain/archivePeriods.ts'
import { sortRows, turnSort } from '../../src/domain/tableSort.ts'
import { archiveLine } from './archived.ts'

describe('the address of the reports', () => {
  it('holds what narrows them, and nothing else', () => {
    const filter = { ...noFilter, city: 'Iași', kind: 'reset', from: '2026-11-01' } as const
    expect(queryOf(filter)).toEqual({ city: 'Iași', kind: 'reset', from: '2026-11-01' })
    expect(filterOf(queryOf(filter))).toEqual(filter)
    expect(queryOf(noFilter)).toEqual({})
  })

  it('that makes no sense narrows nothing', () => {
    expect(filterOf({ city: ['a', 'b'], kind: 'backup', from: 'ieri', to: '2026-13-45', more: '1' })).toEqual(noFilter)
  })
})

describe('periods', () => {
  const sunday = new Date(2026, 10, 22, 23, 59).getTime()

  it('begin weeks on Monday, also on a Sunday', () => {
    expect(daysOf('lastWeek', sunday)).toEqual({ from: '2026-11-09', to: '2026-11-15' })
    expect(daysOf('lastWeek', sunday + 60_000)).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  })

  it('know how long months are, and years', () => {
    expect(daysOf('thisMonth', sunday)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
    expect(daysOf('lastMonth', new Date(2027, 0, 31).getTime())).toEqual({ from: '2026-12-01', to: '2026-12-31' })
    expect(daysOf('fourWeeks', sunday)).toEqual({ from: '2026-10-26', to: '2026-11-22' })
  })

  it('are told by their days', () => {
    expect(periodOf(daysOf('lastMonth', sunday), sunday)).toBe('lastMonth')
    expect(periodOf({ from: '', to: '' }, sunday)).toBeNull()
    expect(periodOf({ from: '2026-11-09', to: '' }, sunday)).toBe('own')
  })

  it('end with the last moment of their last day, also when the clocks change', () => {
    const line = archiveLine('2026-10-25')
    line.row.at = new Date(2026, 9, 25, 23, 59, 59, 999).getTime()
    expect(filterArchives([line], { ...noFilter, to: '2026-10-25' })).toHaveLength(1)
    line.row.at += 1
    expect(filterArchives([line], { ...noFilter, to: '2026-10-25' })).toHaveLength(0)
  })
})

describe('a table’s order', () => {
  const value = (row: { n: string | number | null }) => row.n
  const order = (down: boolean, ...list: (string | number | null)[]) =>
    sortRows(
      list.map((n) => ({ n })),
      { by: 'n', down },
      value,
    ).map(({ n }) => n)

  it('takes numbers as numbers and words as Romanian has them, blanks last in both directions', () => {
    expect(order(false, 10, 9, null, 100)).toEqual([9, 10, 100, null])
    expect(order(true, '', 'Șerban', 'Sorin', 'Zoe')).toEqual(['Zoe', 'Șerban', 'Sorin', ''])
  })

  it('turns at a second click', () => {
    expect(turnSort({ by: 'a', down: true }, 'a', true)).toEqual({ by: 'a', down: false })
    expect(turnSort({ by: 'a', down: true }, 'b', false)).toEqual({ by: 'b', down: false })
  })
})
