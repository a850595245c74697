import { archivesFormat, comparisonFormat } from './reportFiles.ts'
import { type RosterExport, rosterFormat, rosterVersion } from './rosterExport.ts'
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
const tables: readonly unknown[] = [archivesFormat, comparisonFormat]

/** What a parsed file of this app is; null for any other file. `unknown`: of a version that this one does not know. */
export function ownExport(value: unknown): OwnExport | null {
  if (!isObject(value)) return null
  if (value['format'] === unsentFormat) return { is: 'unsent' }
  if (value['punctaj'] === rosterFormat) return rosterOf(value)
  if (tables.includes(value['punctaj'])) return { is: 'table' }
  return isObject(value['ids']) && 'schema' in value ? archiveOf(value) : null
}

function rosterOf(file: Partial<Record<keyof RosterExport, unknown>>): OwnExport | null {
  const { version, city, institution, columns, ranks, people } = file
  if (version !== rosterVersion) return { is: 'unknown', version }
  if (typeof city !== 'string' || typeof institution !== 'string' || !Array.isArray(people)) return null
  return { is: 'roster', city, institution, columns, ranks, people }
}

function archiveOf(document: Fields): OwnExport | null {
  const { city, institution, rows } = document
  if (document['schema'] !== 2) return { is: 'unknown', version: document['schema'] }
  if (typeof city !== 'string' || typeof institution !== 'string' || !Array.isArray(rows)) return null
  return { is: 'archive', city, institution, document, rows }
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
