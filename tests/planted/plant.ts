import { type Planted, planted } from '../faults/planted.ts'
import { rules } from './rules.ts'

/** The bug that this run is to find; null in an honest one. */
const bug: Planted | null = [...planted, ...rules].find(({ name }) => name === process.env['PUNCTAJ_PLANTED']) ?? null

/** A text of the project, with the planted bug in it if it is one of this file. */
export function plant(file: string, text: string): string {
  if (bug?.file !== file) return text
  if (!text.includes(bug.from)) throw new Error(`nothing to plant in ${file}: ${bug.name}`)
  // A function, or `$` in it would be special.
  return text.replace(bug.from, () => bug.to)
}
