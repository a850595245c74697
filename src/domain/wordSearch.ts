import { fold } from './fold.ts'

/** A text in the shape in which it is searched: folded, with a space before each word. Made once, when a list is made. */
export const searchText = (...texts: string[]): string => ` ${fold(texts.join(' '))}`

export interface Searchable {
  /** From {@link searchText}. */
  text: string
}

/** How well words fit a text, 0 best: it begins with the first; each begins a word; each is somewhere in it. Null: not at all. */
function fit(text: string, words: readonly string[]): 0 | 1 | 2 | null {
  let worst: 0 | 1 | 2 = text.startsWith(` ${words[0]}`) ? 0 : 1
  for (const word of words) {
    if (text.includes(` ${word}`)) continue
    if (!text.includes(word)) return null
    worst = 2
  }
  return worst
}

/**
 * The rows that hold every word of a query, in any order, the best first and otherwise as they stand. Words may be cut short;
 * diacritics and case do not count.
 *
 * @param most no more than these are given
 */
export function searchWords<Row extends Searchable>(rows: readonly Row[], query: string, most: number): Row[] {
  const words = fold(query).split(' ').filter(Boolean)
  if (words.length === 0) return rows.slice(0, most)
  const found: [Row[], Row[], Row[]] = [[], [], []]
  for (const row of rows) {
    const fitting = fit(row.text, words)
    if (fitting === null) continue
    found[fitting].push(row)
    if (fitting === 0 && found[0].length >= most) break
  }
  return found.flat().slice(0, most)
}
