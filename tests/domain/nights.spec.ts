import { describe, expect, test } from 'vitest'
import { addedSince, isKept, type NightPlace, noonOf, outcomeOf, outcomeOfAll } from '../../src/domain/nights.ts'

const place = (fields: Partial<NightPlace>): NightPlace => ({
  id: '0e2e0000-0000-4000-8000-000000000011',
  name: 'Poliția',
  city: 'Iași',
  is: 'changed',
  was: { employees: 7, points: 100 },
  now: { employees: 8, points: 140 },
  added: { employees: 2, points: 5 },
  ...fields,
})

describe('putting everything back', () => {
  test('leaves who came since, unless they are to go', () => {
    expect(outcomeOf(place({}), false)).toEqual({
      from: { employees: 8, points: 140 },
      to: { employees: 9, points: 105 },
    })
    expect(outcomeOf(place({}), true).to).toEqual({ employees: 7, points: 100 })
  })

  test('adds up what comes back with what changes', () => {
    const back = place({ is: 'back', now: null, added: { employees: 0, points: 0 } })
    expect(outcomeOfAll([place({}), back], true)).toEqual({
      from: { employees: 8, points: 140 },
      to: { employees: 14, points: 200 },
    })
    expect(outcomeOfAll([], false).to).toEqual({ employees: 0, points: 0 })
  })

  test('asks about people of places that the night knows, not of those made since', () => {
    expect(addedSince([place({}), place({ is: 'since', was: null }), place({ is: 'same' })])).toBe(4)
  })
})

describe('the settings of the nights', () => {
  test('are whole numbers within the bounds of the cloud', () => {
    expect([0, 1, 3650, 3651, 1.5, '', '7', NaN].map((days) => isKept('backup_keep_days', days))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ])
    expect([29, 30].map((days) => isKept('log_keep_days', days))).toEqual([false, true])
  })
})

test('a night is written as its day, wherever the viewer is', () => {
  const noon = new Date(noonOf('2026-03-29'))
  expect([noon.getFullYear(), noon.getMonth(), noon.getDate(), noon.getHours()]).toEqual([2026, 2, 29, 12])
})
