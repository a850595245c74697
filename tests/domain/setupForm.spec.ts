import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSound } from '../../src/domain/checkOp.ts'
import {
  addColumn,
  columnFault,
  droppedColumns,
  isRankCount,
  isSameSetup,
  isSetup,
  ranksShown,
  type SetupForm,
  setupFormOf,
  setupOf,
  setupOps,
  unnamedPeople,
} from '../../src/domain/setupForm.ts'

const id = '5a1e0000-0000-4000-8000-000000000001'
const old = { ranks: { '1': 'Agent', '2': 'Ofițer' }, columns: ['SERIE', 'telefon'] }

function withColumns(...names: string[]): SetupForm {
  const form = setupFormOf({ ranks: {}, columns: ['SERIE'] })
  for (const name of names) {
    addColumn(form)
    const last = form.columns.at(-1)
    if (last) last.name = name
  }
  return form
}

describe('ranks', () => {
  test('are as many as were asked for, from 1', () => {
    expect(ranksShown({ ...setupFormOf(null), count: 3 })).toEqual([1, 2, 3])
    expect(ranksShown(setupFormOf(null))).toEqual([])
  })
  test('keep their numbers where some are missing, and fill the gaps first', () => {
    const form = setupFormOf({ ranks: { '0': 'Șef', '2': 'a', '5': 'b' }, columns: [] })
    expect(ranksShown(form)).toEqual([0, 2, 5])
    expect(ranksShown({ ...form, count: 5 })).toEqual([0, 1, 2, 3, 5])
    expect(ranksShown({ ...form, count: 1 })).toEqual([0])
  })
  test('are not forgotten while the number is being written', () => {
    const form = setupFormOf(old)
    form.count = 1
    expect(setupOf(form).ranks).toEqual({ '1': 'Agent' })
    form.count = 12
    form.roles['12'] = ' Șef '
    expect(setupOf(form).ranks).toEqual({ ...old.ranks, '12': 'Șef' })
  })
  test('are at most as many as the cloud takes', () => {
    expect([0, 50, '' as const].every(isRankCount)).toBe(true)
    expect([-1, 51, 1.5, NaN].some(isRankCount)).toBe(false)
    expect(isSetup({ ...setupFormOf(null), count: 51 })).toBe(false)
  })
  test('that lose their name are told with how many have them', () => {
    const people = [1, 2, 2, 7, null].map((rank) => ({ rank }))
    const form = setupFormOf(old)
    expect(unnamedPeople(form, people)).toBe(0)
    form.count = 1
    expect(unnamedPeople(form, people)).toBe(2)
  })
})

describe('columns', () => {
  test('differ from each other, letter case aside, and the later one is told', () => {
    const form = withColumns('serie', 'Oraș', ' oraș ')
    expect(form.columns.map((_, index) => columnFault(form, index))).toEqual([null, 'taken', null, 'taken'])
    expect(isSetup(form)).toBe(false)
  })
  test('are none of those that there are anyway', () => {
    const form = withColumns('DISCORD', ' nume ic', 'Punctaj', '__proto__', 'Rankul')
    expect(form.columns.map((_, index) => columnFault(form, index))).toEqual([
      null,
      'reserved',
      'reserved',
      'reserved',
      'reserved',
      null,
    ])
  })
  test('that stood are never at fault, whatever an import has brought', () => {
    const form = setupFormOf({ ranks: {}, columns: ['Serie', 'SERIE', 'rank'] })
    expect(isSetup(form)).toBe(true)
    expect(setupOps(id, form)).toEqual([])
  })
  test('that are dropped are named; added again by the very name they are not', () => {
    const form = setupFormOf(old)
    form.columns.splice(0, 1)
    expect(droppedColumns(form)).toEqual(['SERIE'])
    addColumn(form)
    const again = form.columns.at(-1)
    Object.assign(again ?? {}, { name: 'serie' })
    expect(droppedColumns(form)).toEqual(['SERIE'])
    Object.assign(again ?? {}, { name: ' SERIE ' })
    expect(droppedColumns(form)).toEqual([])
  })
})

describe('an edit of ranks and columns', () => {
  test('goes from what stood when the form was opened, whatever stands by now', () => {
    const form = setupFormOf(old)
    form.roles['2'] = 'Comisar'
    form.columns.reverse()
    expect(setupOps(id, form)).toEqual([
      { kind: 'institution.ranks', institution: id, ranks: [old.ranks, { '1': 'Agent', '2': 'Comisar' }] },
      { kind: 'institution.columns', institution: id, columns: [old.columns, ['telefon', 'SERIE']] },
    ])
    expect(isSameSetup(form.was, old)).toBe(true)
    expect(isSameSetup(form.was, { ...old, columns: ['SERIE'] })).toBe(false)
  })
  test('of nothing is nothing', () => {
    expect(setupOps(id, setupFormOf(old))).toEqual([])
  })
  test('that the form lets through is one that the cloud looks at', () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('RANK', 'SERIE', ' SERIE', 'a'))
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), fc.array(name, { maxLength: 4 }), (columns, roles) => {
        const form = withColumns(...columns)
        form.count = roles.length
        roles.forEach((role, index) => (form.roles[String(index + 1)] = role))
        if (isSetup(form)) expect(setupOps(id, form).every(isSound)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})

test.each([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])('no column is called %s', (word) => {
  expect(columnFault(withColumns(` ${word} `), 1)).toBe('reserved')
  const body = { kind: 'institution.columns', institution: id, columns: [[], [word]] } as const
  expect(isSound({ ...body, columns: [[], [word]] })).toBe(false)
})
