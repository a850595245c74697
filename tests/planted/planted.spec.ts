import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { planted } from '../faults/planted.ts'
import { rules } from './rules.ts'

const root = new URL('../../', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8')
const times = (text: string, part: string): number => text.split(part).length - 1

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
    // What a table of cases fills in stands before the end of a name.
    const end = (name: string) => name.split(' ').slice(-2).join(' ')
    expect(rules.filter(({ spec, test: name }) => !read(spec).includes(end(name))).map(({ name }) => name)).toEqual([])
  })
})
