import { describe, expect, it } from 'vitest'
import { entryOf, paletteGroups, type PaletteSource } from '../../src/domain/palette.ts'

const entry = (key: string, label = key) => entryOf({ key, label, run: () => undefined })
const source = (more: Partial<PaletteSource> = {}): PaletteSource => ({
  page: [entry('create', 'Adaugă angajat')],
  places: [entry('place:1', 'Poliția')],
  people: [entry('person:1', 'Ana Țurcanu'), entry('person:2', 'Pavel Ion')],
  app: [entry('settings', 'Setări')],
  ...more,
})
const shown = (of: PaletteSource, query: string, recent: string[] = []): Record<string, string[]> =>
  Object.fromEntries(paletteGroups(of, query, recent).map(({ name, entries }) => [name, entries.map(({ key }) => key)]))

describe('the palette', () => {
  it('offers what can be done here before anything is asked for, and nobody by name', () => {
    expect(shown(source(), ' ')).toEqual({ page: ['create'], places: ['place:1'], app: ['settings'] })
  })

  it('puts what was chosen lately first, the latest before the others, each line once', () => {
    expect(shown(source(), '', ['person:1', 'settings', 'person:gone'])).toEqual({
      recent: ['person:1', 'settings'],
      page: ['create'],
      places: ['place:1'],
    })
  })

  it('finds people, places and commands by words without diacritics, and leaves empty groups out', () => {
    expect(shown(source(), 'turc')).toEqual({ people: ['person:1'] })
    expect(shown(source(), 'po')).toEqual({ places: ['place:1'] })
    expect(shown(source(), 'adg ang')).toEqual({})
    expect(shown(source(), 'ada ang')).toEqual({ page: ['create'] })
  })

  it('shows a few of many', () => {
    const many = Array.from({ length: 40 }, (_, n) => entry(`place:${n}`, `Post ${n}`))
    expect(shown(source({ places: many }), '')['places']).toHaveLength(5)
    expect(shown(source({ places: many }), 'post')['places']).toHaveLength(8)
  })
})
