import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { planted } from '../faults/planted.ts'
import { rules } from './rules.ts'

const root = new URL('../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')
const times = (text: string, part: string): number => text.split(part).length - 1

const titles = /(?:\b(?:it|test)\(|\)\()\s*(['"`])(.+?)\1,/g
/** What a table of cases or a loop fills in. */
const hole = /%s|\\\$(?:\w+|\\\{.*?\\\})/g
const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Whether a spec has a test of this name, or one whose title becomes the end of it. */
function hasTest(spec: string, name: string): boolean {
  if (spec.includes(name)) return true
  const ends = [...spec.matchAll(titles)].map(([, , title = '']) => literal(title).replace(hole, '.+'))
  return ends.some((end) => new RegExp(`(?:^| )${end}$`).test(name))
}

describe('planted bugs', () => {
  test('can be planted: each text is in its file, and only once', () => {
    const schema = readdirSync(new URL('sql/', root))
      .map((name) => read(`sql/${name}`))
      .join('\n')
    const all = [...planted, ...rules].map(({ name, file, from }) => ({
      name,
      times: times(file === 'sql' ? schema : read(file), from),
    }))
    expect(all.filter((one) => one.times !== 1)).toEqual([])
  })

  test('change something, and have names of their own', () => {
    expect(rules.filter(({ from, to }) => from === to)).toEqual([])
    const names = [...planted, ...rules].map(({ name }) => name)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })

  test('are guarded by tests that there are', () => {
    expect(rules.filter(({ spec, test: name }) => !hasTest(read(spec), name)).map(({ name }) => name)).toEqual([])
  })

  test('in sql/ are guarded where its texts are planted', () => {
    const inSql = rules.filter(({ file }) => file.startsWith('sql/'))
    expect(inSql.filter(({ spec }) => !spec.startsWith('tests/sql/')).map(({ name }) => name)).toEqual([])
  })
})
