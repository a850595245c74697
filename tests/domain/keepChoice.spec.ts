import { describe, expect, it } from 'vitest'
import {
  choiceOf,
  faultOf,
  isOther,
  type KeepChoice,
  keepOf,
  type KeepPlace,
  type KeepView,
  leavingWith,
  placesIn,
  stateOf,
  withPlaces,
} from '../../src/domain/keepChoice.ts'
import type { Op } from '../../src/domain/op.ts'

const place = (id: string, more: Partial<KeepPlace> = {}): KeepPlace => ({
  id,
  name: id,
  city: 'Iași',
  isHeld: true,
  people: 3,
  bytes: 100,
  unsent: 0,
  tray: 0,
  forms: 0,
  ...more,
})
const view = (chosen: string[] | null, ...institutions: KeepPlace[]): KeepView => ({
  chosen,
  isPending: false,
  cities: [{ id: 'c', name: 'Iași', institutions }],
})
const some = (...ids: string[]): KeepChoice => ({ all: false, ids: new Set(ids) })

describe('a choice', () => {
  it('begins with what is kept: everything, or what was chosen', () => {
    expect(choiceOf(view(null, place('a'), place('b')))).toEqual({ all: true, ids: new Set(['a', 'b']) })
    expect(choiceOf(view(['b'], place('a'), place('b')))).toEqual(some('b'))
  })

  it('is another one only when something else would be kept', () => {
    const kept = view(['b', 'a'], place('a'), place('b'))
    expect([isOther(kept, some('a', 'b')), isOther(kept, some('a'))]).toEqual([false, true])
    expect(isOther(kept, { all: true, ids: new Set(['a', 'b']) })).toBe(true)
    expect(isOther(view(null, place('a')), { all: true, ids: new Set() })).toBe(false)
  })

  it('keeps "all" apart from all there are today: new ones come too', () => {
    expect([keepOf({ all: true, ids: new Set(['a']) }), keepOf(some('b', 'a'))]).toEqual([null, ['a', 'b']])
  })
})

describe('what leaves', () => {
  it('is counted with what only this device has of it', () => {
    const here = view(
      null,
      place('a'),
      place('b', { unsent: 2, forms: 1 }),
      place('c', { isHeld: false, people: null }),
    )
    expect(leavingWith(here, some('a'))).toMatchObject({ people: 3, unsent: 2, forms: 1, tray: 0 })
    expect(leavingWith(here, some('a')).places.map(({ id }) => id)).toEqual(['b'])
    expect(leavingWith(here, { all: true, ids: new Set() }).places).toEqual([])
  })

  it('may not be a place whose refused edits wait, nor everything', () => {
    const here = view(null, place('a'), place('b', { tray: 1 }))
    expect([faultOf(here, some('a')), faultOf(here, some('b')), faultOf(here, some())]).toEqual([
      'tray',
      null,
      'nothing',
    ])
    expect(faultOf(here, some('unseen'))).toBe('nothing')
  })
})

describe('a city', () => {
  const city = { id: 'c', name: 'Iași', institutions: [place('a'), place('b')] }

  it('is ticked with all of its institutions, and half with some', () => {
    expect([[], ['a'], ['a', 'b']].map((ids) => stateOf(city, new Set(ids)))).toEqual(['none', 'some', 'all'])
  })

  it('puts all of them in or out, and leaves the others', () => {
    expect([...withPlaces(new Set(['a', 'x']), city.institutions, true)].sort()).toEqual(['a', 'b', 'x'])
    expect([...withPlaces(new Set(['a', 'x']), city.institutions, false)]).toEqual(['x'])
  })
})

it('somebody who moves is about both institutions', () => {
  const move = { kind: 'employee.move', institution: 'a', to: 'b' } as Op
  expect(placesIn(move)).toEqual(['a', 'b'])
  expect(placesIn({ kind: 'city.create' } as Op)).toEqual([])
})
