import { readdirSync, readFileSync } from 'node:fs'
import { editsOf } from './operators.ts'

/** The schema with one thing of it broken. */
export interface Mutant {
  /** File, function and what is broken: stays the same when other lines change. */
  id: string
  file: string
  /** The whole text of the file, broken. */
  text: string
}

const folder = new URL('../../../sql/', import.meta.url)

/** The texts of `sql/` by name, in the order in which they are applied. */
export function schemaTexts(): Map<string, string> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]))
}

/** The function, policy or block that a place is in. */
const ownerAt = (text: string, at: number): string =>
  [...text.slice(0, at).matchAll(/^create or replace function ([\w.]+)|^(do) \$\$/gm)]
    .map(([, name, block]) => name ?? block ?? '')
    .at(-1) ?? 'top'

const oneLine = (what: string): string => what.replace(/\s+/g, ' ').slice(0, 160)

/** Every mutant of the whole schema, by what the text says; nothing of it is listed by hand. */
export function allMutants(texts: ReadonlyMap<string, string> = schemaTexts()): Mutant[] {
  const times = new Map<string, number>()
  const mutants: Mutant[] = []
  for (const [file, text] of texts) {
    const seen = new Set<string>()
    for (const { start, end, to, what } of editsOf(text)) {
      const broken = text.slice(0, start) + to + text.slice(end)
      if (seen.has(broken) || broken === text) continue
      seen.add(broken)
      const name = `${file} ${ownerAt(text, start)}: ${oneLine(what)}`
      const nth = (times.get(name) ?? 0) + 1
      times.set(name, nth)
      mutants.push({ id: nth === 1 ? name : `${name} (${nth})`, file, text: broken })
    }
  }
  return mutants
}
