import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Tree = { [key: string]: string | Tree }

const flatten = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  )

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file))
  .map((file) => readFileSync(join('src', file), 'utf8'))
  .join('\n')

// Read as text: an import would give the compiled messages.
const messages = (locale: string): Map<string, string> =>
  new Map(flatten(JSON.parse(readFileSync(`src/i18n/${locale}.json`, 'utf8')) as Tree))
const romanian = messages('ro')
const english = messages('en')
const words = new Set([...sources.matchAll(/['`]([a-z]\w*(?:\.\w+)+)['`]/gi)].map(([, key]) => key ?? ''))
const called = [...sources.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key ?? '')
/** What stands before `${` in a key that is put together: every key behind it counts as used. */
const prefixes = [...sources.matchAll(/`([a-z]\w*(?:\.\w+)*[._])\$\{/gi)].map(([, prefix]) => prefix ?? '')
const forms = (message: string): string[] => message.replaceAll("{'|'}", '').split('|')
const params = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort()

describe('messages', () => {
  it('are the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...romanian.keys()].sort())
  })

  it('exist for every key that the sources name', () => {
    expect(called.filter((key) => !romanian.has(key))).toEqual([])
  })

  it('are all used', () => {
    const used = (key: string): boolean => words.has(key) || prefixes.some((prefix) => key.startsWith(prefix))
    expect([...romanian.keys()].filter((key) => !used(key))).toEqual([])
  })

  it('have three Romanian forms where they count, and two English ones', () => {
    const counting = [...romanian].filter(([, message]) => forms(message).length > 1)
    for (const [key, message] of counting) {
      expect([key, forms(message).length, forms(english.get(key) ?? '').length]).toEqual([key, 3, 2])
    }
    expect(counting.length).toBeGreaterThan(10)
  })

  it('take the same parameters in both languages, in every form', () => {
    for (const [key, message] of romanian) {
      expect([key, params(english.get(key) ?? '')]).toEqual([key, params(message)])
      for (const form of forms(message)) expect([key, params(form)]).toEqual([key, params(message)])
    }
  })
})
