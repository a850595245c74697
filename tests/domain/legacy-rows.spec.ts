import { describe, expect, it } from 'vitest'
import { issueText } from '../../src/domain/legacy/issueTexts.ts'
import { codesOf, dataPath, institution, person, planOf, planOfRows, reportOf } from '../fixtures/legacyFiles.ts'

const people = (...rows: unknown[]) => planOfRows(...rows).institutions[0]?.employees ?? []
const one = (more: Record<string, unknown>) => people(person(more))[0]

describe('PUNCTAJ', () => {
  it('is taken as a number or as text', () => {
    const points = [7, '7', ' 7 ', '007', 0, '0', '7.0', 1_000_000].map((PUNCTAJ) => one({ PUNCTAJ })?.points)
    expect(points).toEqual([7, 7, 7, 7, 0, 0, 7, 1_000_000])
  })

  it('is never minus zero', () => {
    expect(Object.is(one({ PUNCTAJ: '-0' })?.points, 0)).toBe(true)
  })

  it.each([
    ['', 'points_blank'],
    ['   ', 'points_blank'],
    [null, 'points_missing'],
    [undefined, 'points_missing'],
    [-3, 'points_negative'],
    ['-3', 'points_negative'],
    [2.5, 'points_decimal'],
    ['2.5', 'points_decimal'],
    ['2,5', 'points_decimal'],
    ['12 puncte', 'points_text'],
    ['1e3', 'points_text'],
    ['0x10', 'points_text'],
    [true, 'points_text'],
    [{}, 'points_text'],
    [[7], 'points_text'],
    [1_000_001, 'points_large'],
    ['99999999999', 'points_large'],
  ])('refuses the row with %j', (PUNCTAJ, code) => {
    const plan = planOfRows(person(), person({ PUNCTAJ, DISCORD: 'dan_2' }), person({ DISCORD: 'eva_3' }))
    expect(codesOf(plan)).toEqual([`2 ${code}`])
    expect(reportOf(plan, dataPath)).toMatchObject({ outcome: 'taken', taken: 2, refused: 1, points: 10 })
    expect(plan.institutions[0]?.employees.map(({ discord }) => discord)).toEqual(['ana_1', 'eva_3'])
  })

  it('says clearly what was wrong', () => {
    const [found] = reportOf(planOfRows(person({ PUNCTAJ: '12 puncte' })), dataPath).issues
    expect(found && issueText(found)).toBe('PUNCTAJ is not a number: 12 puncte')
  })
})

describe('RANK and ROLE', () => {
  it('takes a rank as a numeric string, a number or none', () => {
    expect(['2', 2, ' 2 ', '', null].map((RANK) => one({ RANK, ROLE: '' })?.rank)).toEqual([2, 2, 2, null, null])
  })

  it('refuses the row of a rank that is no number', () => {
    expect(codesOf(planOfRows(person({ RANK: 'Sherif' })))).toEqual(['1 bad_rank'])
    expect(codesOf(planOfRows(person({ RANK: 1.5 })))).toEqual(['1 bad_rank'])
  })

  it('warns where ROLE differs from the rank map, and takes the rank', () => {
    const plan = planOfRows(person({ ROLE: 'Caporal' }), person({ RANK: '', DISCORD: 'dan_2' }))
    expect(codesOf(plan)).toEqual(['1 role_mismatch', '2 role_mismatch'])
    expect(plan.institutions[0]?.employees.map(({ rank }) => rank)).toEqual([1, null])
  })

  it('warns of a rank the map does not know', () => {
    expect(codesOf(planOfRows(person({ RANK: '9' })))).toEqual(['1 rank_unknown'])
    expect(codesOf(planOfRows(person({ RANK: '9', ROLE: '' })))).toEqual(['1 rank_unknown'])
  })
})

describe('names', () => {
  it('takes DISCORD as the name where there is no column NUME IC', () => {
    const row = Object.fromEntries(Object.entries(person()).filter(([column]) => column !== 'NUME IC'))
    const plan = planOf({
      [dataPath]: institution([row, { ...row, DISCORD: 'dan_2' }], {
        columns: ['DISCORD', 'RANK', 'ROLE', 'PUNCTAJ', 'SERIE DE BULETIN'],
      }),
    })
    expect(plan.institutions[0]?.employees.map(({ name }) => name)).toEqual(['ana_1', 'dan_2'])
    expect(codesOf(plan)).toEqual(['no_name_column'])
  })

  it('warns where only one NUME IC is blank', () => {
    expect(codesOf(planOfRows(person(), person({ 'NUME IC': ' ', DISCORD: 'dan_2' })))).toEqual(['2 name_blank'])
  })

  it('refuses the row with neither', () => {
    expect(codesOf(planOfRows(person({ 'NUME IC': '', DISCORD: null })))).toEqual(['1 no_name'])
  })

  it.each(['a\0b', 'x'.repeat(201), '\ud800', ' \udc00x'])(
    'refuses the row of a name with NUL, half a character or too much (%#)',
    (name) => {
      expect(codesOf(planOfRows(person({ 'NUME IC': name })))).toEqual(['1 bad_text'])
    },
  )

  it('takes characters that need two halves', () => {
    expect(one({ 'NUME IC': '😀'.repeat(100) })?.name).toBe('😀'.repeat(100))
  })

  it('refuses a number that JSON has already rounded', () => {
    expect(
      codesOf(
        planOf({
          [dataPath]: institution([person({ DISCORD: 0 })]).replace('"DISCORD":0', '"DISCORD":994409699486604240'),
        }),
      ),
    ).toEqual(['1 bad_value'])
  })
})

describe('people who look alike', () => {
  it('keeps duplicate nicknames as different people, and warns', () => {
    const plan = planOfRows(person(), person({ 'NUME IC': 'Dan Rus' }))
    expect(codesOf(plan)).toEqual(['1 same_nickname', '2 same_nickname'])
    expect(new Set(plan.institutions[0]?.employees.map(({ id }) => id)).size).toBe(2)
  })

  it('keeps the same nickname and name twice where other columns differ, whatever the order', () => {
    const [a, b] = [person({ 'SERIE DE BULETIN': 'A' }), person({ 'SERIE DE BULETIN': 'B', PUNCTAJ: 9 })]
    const ids = (rows: unknown[]) =>
      Object.fromEntries(people(...rows).map(({ id, fields }) => [fields['SERIE DE BULETIN'], id]))
    expect(codesOf(planOfRows(a, b))).toEqual(['1 same_person', '2 same_person'])
    expect(new Set(Object.values(ids([a, b]))).size).toBe(2)
    expect(ids([b, a])).toEqual(ids([a, b]))
  })

  it('keeps identical rows as different people, and warns', () => {
    const plan = planOfRows(person(), person(), person())
    expect(codesOf(plan)).toEqual(['2 same_row', '3 same_row'])
    expect(new Set(plan.institutions[0]?.employees.map(({ id }) => id)).size).toBe(3)
    expect(reportOf(plan, dataPath).points).toBe(15)
  })

  it('knows a person again after points, rank and series changed', () => {
    expect(one({ PUNCTAJ: 99, RANK: 2, ROLE: 'Caporal', 'SERIE DE BULETIN': 'Z' })?.id).toBe(one({})?.id)
  })
})

describe('columns of an institution', () => {
  it('keeps its own columns, in order, and those only rows carry', () => {
    const plan = planOfRows(person({ Telefon: 555, Activ: true, 'SERIE DE BULETIN': '' }))
    expect(plan.institutions[0]?.columns).toEqual(['SERIE DE BULETIN', 'Telefon', 'Activ'])
    expect(plan.institutions[0]?.employees[0]?.fields).toEqual({ Telefon: '555', Activ: 'true' })
    expect(codesOf(plan)).toEqual(['extra_column', 'extra_column'])
  })

  it('takes them from the rows where none are listed', () => {
    const plan = planOf({ [dataPath]: institution([person()], { columns: 'DISCORD' }) })
    expect(plan.institutions[0]?.columns).toEqual(['SERIE DE BULETIN'])
    expect(codesOf(plan)).toEqual(['no_columns'])
  })

  it('refuses a row whose column holds a list or an object', () => {
    expect(codesOf(planOfRows(person({ 'SERIE DE BULETIN': ['A'] })))).toEqual(['1 bad_value'])
  })

  it.each(['__proto__', 'constructor', 'prototype'])('takes no column called %s', (name) => {
    const row = JSON.stringify(person()).replace('{', `{"${name}":"x",`)
    const text = institution([], { columns: ['DISCORD', name] }).replace('"rows":[]', `"rows":[${row}]`)
    const plan = planOf({ [dataPath]: text })
    expect(codesOf(plan)).toContain('1 bad_column')
    expect(codesOf(plan)).toContain('bad_column_name')
    expect(plan.institutions[0]?.employees).toEqual([])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  it('refuses the row where two columns differ only in blanks', () => {
    expect(codesOf(planOfRows(person({ 'RANK ': '2' })))).toEqual(['1 bad_column'])
  })

  it('refuses a file with more than 50', () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`C${n}`, 'x']))
    expect(codesOf(planOfRows(person(many)))).toEqual(['too_many_columns'])
  })

  it('refuses rows that are not objects, each by itself', () => {
    const plan = planOfRows(null, person(), 'x', [person()], 7)
    expect(codesOf(plan)).toEqual(['1 row_shape', '3 row_shape', '4 row_shape', '5 row_shape'])
    expect(reportOf(plan, dataPath)).toMatchObject({ taken: 1, refused: 4 })
  })
})

describe('ULTIMA_MOD', () => {
  it('is a time, nothing, or a warning', () => {
    expect(one({ ULTIMA_MOD: '2026-02-18 19:25:45' })?.at).toBe(Date.UTC(2026, 1, 18, 17, 25, 45))
    expect(one({ ULTIMA_MOD: '' })?.at).toBeNull()
    expect(codesOf(planOfRows(person({ ULTIMA_MOD: '' })))).toEqual([])
    expect(codesOf(planOfRows(person({ ULTIMA_MOD: 'ieri' })))).toEqual(['1 bad_time'])
    expect(codesOf(planOfRows(person({ ULTIMA_MOD: '2026-10-25 03:30:00' })))).toEqual(['1 time_twice'])
    expect(codesOf(planOfRows(person({ ULTIMA_MOD: '2026-03-29 03:30:00' })))).toEqual(['1 time_never'])
  })
})
