import { fold } from './fold.ts'
import { columnText, fieldColumn, type ColumnKey } from './rosterColumns.ts'
import type { RosterRow } from './views.ts'

/** Where a query looks: in one column, or in all that can be searched. */
export type SearchIn = ColumnKey | 'all'

/** Search over one roster. It remembers folded texts: taking diacritics off ten thousand rows takes longer than a key press may. */
export interface RosterSearch {
  /** Rows that hold every word of the query, in the order in which they are given. */
  find(rows: readonly RosterRow[], query: string, column: SearchIn, columns: readonly string[]): RosterRow[]
  /** Folds ahead of the first query over these rows, as long as there is time. @returns whether all is folded */
  prepare(rows: readonly RosterRow[], columns: readonly string[], hasTime: () => boolean): boolean
}

const keysOf = (column: SearchIn, columns: readonly string[]): ColumnKey[] =>
  column === 'all' ? ['name', 'discord', 'rank', 'points', ...columns.map(fieldColumn)] : [column]

/** An edit makes all rows anew, and hardly any text: rows are remembered as they are, and their texts too. */
export function rosterSearch(): RosterSearch {
  let ofText = new Map<string, string>()
  const ofRow = new WeakMap<RosterRow, Map<SearchIn, string>>()
  function foldedText(row: RosterRow, column: SearchIn, keys: readonly ColumnKey[]): string {
    let known = ofRow.get(row)
    if (!known) ofRow.set(row, (known = new Map<SearchIn, string>()))
    let folded = known.get(column)
    if (folded !== undefined) return folded
    // A word has no spaces: it cannot begin in one column and end in the next.
    const text = keys.map((key) => columnText(row, key)).join(' ')
    folded = ofText.get(text) ?? fold(text)
    ofText.set(text, folded)
    known.set(column, folded)
    return folded
  }

  const textsOf = lastTexts()

  /** Lets go of the texts of rows that are gone once they outnumber the others. */
  function tidy(rows: number): void {
    if (ofText.size > 3 * rows + 1000) ofText = new Map()
  }

  return {
    find(rows, query, column, columns) {
      const words = fold(query).split(' ').filter(Boolean)
      if (words.length === 0) return [...rows]
      tidy(rows.length)
      const keys = keysOf(column, columns)
      const texts = textsOf(rows, column, (row) => foldedText(row, column, keys))
      return rows.filter((_, n) => words.every((word) => texts[n]?.includes(word)))
    },
    prepare(rows, columns, hasTime) {
      tidy(rows.length)
      const keys = keysOf('all', columns)
      for (const row of rows) {
        if (ofRow.get(row)?.has('all')) continue
        if (!hasTime()) return false
        foldedText(row, 'all', keys)
      }
      textsOf(rows, 'all', (row) => foldedText(row, 'all', keys))
      return true
    },
  }
}

/** The texts of the rows and the column that were searched last, in their order: letter after letter these stay the same. */
function lastTexts() {
  let last: { rows: readonly RosterRow[]; column: SearchIn; texts: readonly string[] } | null = null
  return (rows: readonly RosterRow[], column: SearchIn, textOf: (row: RosterRow) => string): readonly string[] => {
    if (last?.rows !== rows || last.column !== column) last = { rows, column, texts: rows.map(textOf) }
    return last.texts
  }
}
