import { ownExport } from '../ownExport.ts'
import { fieldsOf, parseJson } from './json.ts'
import { nameFromFile } from './names.ts'
import { archiveParts, locate } from './path.ts'
import type { LegacyFile, LegacyPlace } from './types.ts'

/**
 * What is to be done with a chosen file before it can be planned:
 * - `ready`: the plan takes it, or says why not
 * - `unplaced`: a roster or an archive whose folders do not tell whose it is; files of one `key` have one answer
 * - `unsent`: edits of a device, which go another way
 * - `skipped`: came along in a folder and has nothing to do with this program
 */
export type FileSort =
  { is: 'ready' } | { is: 'unsent' } | { is: 'skipped' } | { is: 'unplaced'; key: string; suggestion: LegacyPlace }

/** Something to ask a person: whose these files are. What folders, names or the files themselves suggest is not taken for granted. */
export interface PlaceQuestion {
  key: string
  paths: string[]
  suggestion: LegacyPlace
}

const roots = ['data', 'arhiva']

/** A path from the folder `data` or `arhiva` on, where there is one: people choose the folder above it just as well. */
export function rootedPath(path: string): string {
  const segments = path.split('/')
  const root = segments.slice(0, -1).findIndex((name) => roots.includes(name))
  return root > 0 ? segments.slice(root).join('/') : path
}

/** @param file its path as {@link rootedPath} gives it */
export function sortFile(file: LegacyFile): FileSort {
  const { path } = file
  if (!('refused' in locate(path, file.place))) return { is: 'ready' }
  // Whoever chose this very file, or put it where the old program has its own, is told what is wrong with it.
  const isMeant = !path.includes('/') || roots.some((root) => path.startsWith(`${root}/`))
  const useless: FileSort = { is: isMeant ? 'ready' : 'skipped' }
  if (!path.endsWith('.json')) return useless
  if ('unreadable' in file) return { is: 'ready' }
  const parsed = parseJson(file.text)
  if ('refused' in parsed) return useless
  const own = ownExport(parsed.value)
  if (own) return { is: own.is === 'unsent' ? 'unsent' : 'ready' }
  return isTable(parsed.value) ? unplaced(path, parsed.value) : useless
}

/** Whether a file may be of the old program: a list of rows, or an object with one. */
function isTable(value: unknown): boolean {
  const rows: unknown = Array.isArray(value) ? value : fieldsOf(value)?.get('rows')
  return Array.isArray(rows) && rows.every((row) => fieldsOf(row) !== null)
}

function unplaced(path: string, value: unknown): FileSort {
  const folders = path.split('/')
  const base = (folders.pop() ?? '').replace(/\.json$/, '')
  const name = archiveParts(path, base)?.institution ?? base
  const file = fieldsOf(value)
  const folder = folders.at(-1) ?? ''
  return {
    is: 'unplaced',
    key: JSON.stringify([...folders, name]),
    suggestion: {
      city: said(file?.get('city')) ?? (roots.includes(folder) ? null : nameFromFile(folder)) ?? '',
      institution: said(file?.get('institution')) ?? nameFromFile(name) ?? '',
    },
  }
}

const said = (name: unknown): string | null => (typeof name === 'string' ? nameFromFile(name) : null)

/** One question for all files of one folder and name: an institution and its archives, in the order they come. */
export function questionsOf(sorted: readonly { file: LegacyFile; sort: FileSort }[]): PlaceQuestion[] {
  const questions = new Map<string, PlaceQuestion>()
  for (const { file, sort } of sorted) {
    if (sort.is !== 'unplaced') continue
    const { key, suggestion } = sort
    const question = questions.get(key)
    if (question) question.paths.push(file.path)
    else questions.set(key, { key, suggestion, paths: [file.path] })
  }
  return [...questions.values()]
}

/** The files to plan, those that were asked about with their answer; without one a file is left out. */
export function placedFiles(
  sorted: readonly { file: LegacyFile; sort: FileSort }[],
  answers: ReadonlyMap<string, LegacyPlace>,
): LegacyFile[] {
  return sorted.flatMap(({ file, sort }) => {
    if (sort.is === 'ready') return [file]
    const place = sort.is === 'unplaced' ? answers.get(sort.key) : undefined
    return place ? [{ ...file, place }] : []
  })
}
