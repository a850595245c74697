import { CloudError } from './errors.ts'
import type { ArchiveIndex, Directory, Me, Roster } from './model.ts'

/*
 * Verified leaf bodies as objects. Their bytes came from the cloud and their hash was checked, so what is looked at here is
 * that a body is of its kind, not every field of every row: a roster of 10,000 is parsed on the way to the first paint.
 */

function read(text: string, ...lists: string[]): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CloudError('bad_answer', 'a body is not JSON')
  }
  if (typeof value !== 'object' || value === null) throw new CloudError('bad_answer', 'a body is not an object')
  const body = value as Record<string, unknown>
  for (const list of lists) {
    if (!Array.isArray(body[list])) throw new CloudError('bad_answer', `a body has no ${list}`)
  }
  return body
}

/** Places of an older cloud have none. */
const withPlace = <T extends { place: number | null }>(row: T): T => ({ ...row, place: row.place ?? null })

export function parseDirectory(text: string): Directory {
  const { cities, institutions } = read(text, 'cities', 'institutions') as unknown as Directory
  return { cities: cities.map(withPlace), institutions: institutions.map(withPlace) }
}
export const parseRoster = (text: string): Roster => read(text, 'employees', 'columns') as unknown as Roster
export const parseArchives = (text: string): ArchiveIndex => read(text, 'archives') as unknown as ArchiveIndex
export const parseMe = (text: string): Me => read(text, 'permissions') as unknown as Me
