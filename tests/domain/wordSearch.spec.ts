import { describe, expect, it } from 'vitest'
import { searchText, searchWords } from '../../src/domain/wordSearch.ts'

const rows = (...names: string[]) => names.map((name) => ({ name, text: searchText(name) }))
const found = (query: string, ...names: string[]): string[] =>
  searchWords(rows(...names), query, 10).map(({ name }) => name)

describe('searching by words', () => {
  it('takes beginnings of words in any order, and ș and ş, ț and ţ, or none of them, for the same', () => {
    const people = ['Ana Țurcanu', 'Ştefan Ţîrlea', 'Bogdan Șerban']
    for (const query of ['turc an', 'ANA ȚUR', 'Ţurcanu', '  tur   an ']) {
      expect(found(query, ...people)).toEqual(['Ana Țurcanu'])
    }
    expect(found('ștef țîr', ...people)).toEqual(['Ştefan Ţîrlea'])
    expect(found('s', ...people)).toEqual(['Ştefan Ţîrlea', 'Bogdan Șerban'])
  })

  it('puts first what begins with it, then what has a word that does, then what holds it somewhere', () => {
    expect(found('an', 'Dan Ion', 'Ion Andrei', 'Ana Pop')).toEqual(['Ana Pop', 'Ion Andrei', 'Dan Ion'])
  })

  it('wants every word', () => {
    expect(found('ana xyz', 'Ana Pop')).toEqual([])
  })

  it('gives the first rows for nothing, and never more than asked for', () => {
    expect(searchWords(rows('b', 'a', 'c'), ' ', 2).map(({ name }) => name)).toEqual(['b', 'a'])
    expect(searchWords(rows('ab', 'aa', 'ac'), 'a', 2)).toHaveLength(2)
  })
})
