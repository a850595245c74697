import { unsentFormat } from './unsentFile.ts'

/*
 * The files that this app itself writes, told from those of the old program. They say themselves what they are about, so it is
 * no matter where they stand or what they are called.
 */

type Fields = Record<string, unknown>

/** People of an institution as exported; what a row is worth is looked at like any other row. */
export interface OwnRoster {
  is: 'roster'
  city: string
  institution: string
  columns: unknown
  ranks: unknown
  people: unknown[]
}

/** An archive as the cloud keeps it (`schema` 2). */
export interface OwnArchive {
  is: 'archive'
  city: string
  institution: string
  document: Fields
  rows: unknown[]
}

export type OwnExport =
  OwnRoster | OwnArchive | { is: 'unsent' } | { is: 'table' } | { is: 'unknown'; version: unknown }

/** Tables for people, of which nothing could be made again. */
const tables: readonly unknown[] = ['archives', 'comparison']

/** What a parsed file of this app is; null for any other file. `unknown`: of a version that this one does not know. */
export function ownExport(value: unknown): OwnExport | null {
  if (!isObject(value)) return null
  if (value['format'] === unsentFormat) return { is: 'unsent' }
  if (value['punctaj'] === 'roster') return rosterOf(value)
  if (tables.includes(value['punctaj'])) return { is: 'table' }
  return isObject(value['ids']) && 'schema' in value ? archiveOf(value) : null
}

function rosterOf(file: Fields): OwnExport | null {
  const [city, institution, people] = [nameOf(file['city']), nameOf(file['institution']), file['people']]
  if (file['version'] !== 1) return { is: 'unknown', version: file['version'] }
  if (city === null || institution === null || !Array.isArray(people)) return null
  return { is: 'roster', city, institution, columns: file['columns'], ranks: file['ranks'], people }
}

function archiveOf(document: Fields): OwnExport | null {
  const [city, institution, rows] = [nameOf(document['city']), nameOf(document['institution']), document['rows']]
  if (document['schema'] !== 2) return { is: 'unknown', version: document['schema'] }
  if (city === null || institution === null || !Array.isArray(rows)) return null
  return { is: 'archive', city, institution, document, rows }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A place by its name, or by its id and name. */
function nameOf(place: unknown): string | null {
  const name = isObject(place) ? place['name'] : place
  return typeof name === 'string' ? name : null
}
