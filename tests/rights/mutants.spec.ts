import { describe, expect, test } from 'vitest'
import { equivalent } from './equivalent.ts'
import { allMutants, schemaTexts } from './mutants/mutants.ts'
import { codeOf, split, whereAt } from './mutants/scan.ts'

const mutants = allMutants()
const ids = mutants.map(({ id }) => id)
/** How often a piece of code stands in `sql/`, apart from where it is only named. */
const times = (pattern: RegExp): number =>
  [...schemaTexts().values()].reduce((sum, text) => sum + [...codeOf(text).matchAll(pattern)].length, 0)
const made = (pattern: RegExp): number => ids.filter((id) => pattern.test(id)).length

describe('mutants of rights', () => {
  test('have names of their own, and differ from the schema', () => {
    expect(new Set(ids).size).toBe(ids.length)
    const texts = schemaTexts()
    expect(mutants.filter(({ file, text }) => texts.get(file) === text)).toEqual([])
  })

  test('are made of every policy, every guard, every question who may, and every revoke', () => {
    expect(made(/: policy \w+ is true/)).toBe(times(/create policy/g))
    expect(made(/: without require_/)).toBe(times(/(?:perform|:=) private\.require_\w+\(/g))
    expect(made(/private\.can\(.* is always true/)).toBe(times(/(?<!function )private\.can\(/g))
    expect(made(/: without: (execute )?.*revoke/)).toBe(
      [...schemaTexts().values()].join('\n').split('revoke all').length - 1,
    )
  })

  test('that count as equivalent are there', () => {
    expect(Object.keys(equivalent).filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe('the reader of SQL', () => {
  test('takes neither comments nor strings for code', () => {
    expect(codeOf(`a -- and b\n'x '' or' and`)).toBe(`a         \n'       ' and`)
  })

  test('parts a condition outside of brackets only', () => {
    const code = 'a and (b or c and d) and case when x and y then z end'
    expect(split(code, { start: 0, end: code.length }, 'and').map(({ start, end }) => code.slice(start, end))).toEqual([
      'a',
      '(b or c and d)',
      'case when x and y then z end',
    ])
  })

  test('ends a condition where its query ends', () => {
    const code = '(select 1 from t where a = (b) and c order by 1)'
    const { start, end } = whereAt(code, code.indexOf('where') + 5)
    expect(code.slice(start, end)).toBe('a = (b) and c')
  })
})
