import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gridKey } from '../../src/components/roster/gridKeys.ts'
import { fold } from '../../src/domain/fold.ts'
import { rosterSearch } from '../../src/domain/rosterSearch.ts'
import { defaultSort, nextSort, sortRoster } from '../../src/domain/rosterSort.ts'
import { keepExisting, toggleAll, toggleRow } from '../../src/domain/selection.ts'
import type { RosterRow } from '../../src/domain/views.ts'
import { englishPlural, romanianPlural } from '../../src/i18n/plural.ts'

const row = (id: string, patch: Partial<RosterRow> = {}): RosterRow => ({
  id,
  name: id,
  discord: '',
  rank: null,
  role: null,
  fields: {},
  points: 0,
  rev: 1,
  touched: 0,
  pending: false,
  ...patch,
})

const names = (rows: RosterRow[]): string[] => rows.map(({ name }) => name)

describe('search', () => {
  const people = [
    row('1', { name: 'Ștefan Țurcanu', discord: 'stefi', fields: { SERIE: 'MX 777' }, rank: 2, role: 'Ofițer' }),
    row('2', { name: 'Ana Şerban', points: 12 }),
  ]

  it('takes ș and ş, ț and ţ, and no diacritics at all for the same', () => {
    expect(new Set(['Țuș', 'Ţuş', 'tus', 'TUS'].map(fold))).toEqual(new Set(['tus']))
    expect(names(rosterSearch().find(people, 'turcanu stefan', 'all', ['SERIE']))).toEqual(['Ștefan Țurcanu'])
    expect(names(rosterSearch().find(people, 'serban', 'name', []))).toEqual(['Ana Şerban'])
  })

  it('looks in the chosen column only', () => {
    expect(rosterSearch().find(people, '777', 'fields.SERIE', ['SERIE'])).toHaveLength(1)
    expect(rosterSearch().find(people, '777', 'name', ['SERIE'])).toHaveLength(0)
    expect(names(rosterSearch().find(people, 'ofiter', 'rank', []))).toEqual(['Ștefan Țurcanu'])
  })

  it('gives everybody for an empty query', () => {
    expect(rosterSearch().find(people, '  ', 'all', [])).toHaveLength(2)
  })

  it('finds each word within one column, the words of a query in any', () => {
    const search = rosterSearch()
    expect(names(search.find(people, 'turcanu stefi', 'all', ['SERIE']))).toEqual(['Ștefan Țurcanu'])
    expect(search.find(people, 'turcanustefi', 'all', ['SERIE'])).toEqual([])
  })

  it('remembers no text longer than the row has it', () => {
    const search = rosterSearch()
    const [first, second] = people
    if (!first || !second) throw new Error('no people')
    expect(search.find(people, 'serban', 'all', [])).toEqual([second])
    const renamed = { ...second, name: 'Ana Pop' }
    expect(search.find([first, renamed], 'serban', 'all', [])).toEqual([])
    expect(search.find([first, renamed], 'pop', 'all', [])).toEqual([renamed])
    const changed = { ...second, fields: { SERIE: 'QQ' } }
    expect(search.find([changed], 'qq', 'fields.SERIE', ['SERIE'])).toEqual([changed])
  })

  it('folds ahead only while there is time, and goes on where it was', () => {
    const search = rosterSearch()
    const turns = (left: number) => () => left-- > 0
    expect(search.prepare(people, ['SERIE'], turns(1))).toBe(false)
    expect(search.prepare(people, ['SERIE'], turns(1))).toBe(true)
    expect(names(search.find(people, 'serban', 'all', ['SERIE']))).toEqual(['Ana Şerban'])
  })
})

describe('order', () => {
  it('is by points at first, the most first, equal ones by name', () => {
    const rows = [row('c', { points: 1 }), row('b', { points: 5 }), row('a', { points: 5 })]
    expect(names(sortRoster(rows, defaultSort))).toEqual(['a', 'b', 'c'])
  })

  it('knows the Romanian alphabet, and numbers in text', () => {
    const rows = ['Țară', 'Tei', 'Ăla', 'Ana', 'Unu 10', 'Unu 2'].map((name) => row(name))
    expect(names(sortRoster(rows, { by: 'name', down: false }))).toEqual([
      'Ana',
      'Ăla',
      'Tei',
      'Țară',
      'Unu 2',
      'Unu 10',
    ])
  })

  it('puts blank cells last in both directions', () => {
    const rows = [row('blank'), row('one', { rank: 1 }), row('two', { rank: 2 })]
    expect(names(sortRoster(rows, { by: 'rank', down: false }))).toEqual(['one', 'two', 'blank'])
    expect(names(sortRoster(rows, { by: 'rank', down: true }))).toEqual(['two', 'one', 'blank'])
  })

  it('turns around on a second click', () => {
    expect(nextSort(defaultSort, 'points')).toEqual({ by: 'points', down: false })
    expect(nextSort(defaultSort, 'name')).toEqual({ by: 'name', down: false })
  })
})

describe('selection', () => {
  const order = ['a', 'b', 'c', 'd']

  it('takes everything between with shift, in both directions', () => {
    expect([...toggleRow(new Set(['a']), order, 'c', 'a', true)].sort()).toEqual(['a', 'b', 'c'])
    expect([...toggleRow(new Set(['d']), order, 'b', 'd', true)].sort()).toEqual(['b', 'c', 'd'])
  })

  it('toggles one without shift, and with shift when nothing was clicked before', () => {
    expect([...toggleRow(new Set(['a']), order, 'a', null, false)]).toEqual([])
    expect([...toggleRow(new Set(), order, 'c', null, true)]).toEqual(['c'])
  })

  it('selects all of the filter and leaves what is outside of it alone', () => {
    const all = toggleAll(new Set(['hidden']), order)
    expect([...all].sort()).toEqual(['a', 'b', 'c', 'd', 'hidden'])
    expect([...toggleAll(all, order)]).toEqual(['hidden'])
  })

  it('never holds who does not exist', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...order, 'x', 'y'))
    fc.assert(
      fc.property(ids, ids, (selected, existing) => {
        const kept = keepExisting(new Set(selected), new Set(existing))
        expect([...kept].sort()).toEqual(selected.filter((id) => existing.includes(id)).sort())
      }),
    )
  })
})

describe('keys on a row', () => {
  const plain = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false }

  it('leaves the browser its own', () => {
    expect(gridKey({ ...plain, key: 'r', ctrlKey: true })).toBeNull()
    expect(gridKey({ ...plain, key: 'ArrowDown', altKey: true })).toBeNull()
    expect(gridKey({ ...plain, key: 'Tab' })).toBeNull()
  })

  it('moves, extends, selects and asks for points', () => {
    expect(gridKey({ ...plain, key: 'ArrowDown', shiftKey: true })).toEqual({ does: 'move', by: 1, extend: true })
    expect(gridKey({ ...plain, key: 'a', ctrlKey: true })).toEqual({ does: 'all' })
    expect(gridKey({ ...plain, key: '+', shiftKey: true })).toEqual({ does: 'points', sign: 1 })
  })
})

describe('plural forms', () => {
  it('are three in Romanian: 1 punct, 2 puncte, 20 de puncte', () => {
    expect([1, 2, 0, 19, 20, 101, 119, 120].map((n) => romanianPlural(n, 3))).toEqual([0, 1, 1, 1, 2, 1, 1, 2])
    expect([1, 0, 2].map((n) => englishPlural(n, 2))).toEqual([0, 1, 1])
  })
})
