import type { ArchiveKind, Id } from './model.ts'

/** Somebody whom the search before an erasure found; `employee` is null in archives of the old program. */
export interface FoundPerson {
  employee: Id | null
  name: string
  discord: string
  rosters: number
  archives: number
  at: number
}

/** One row in which somebody is called by name: of a roster, or (`archive`, `row`) of an archive. */
export interface PersonPlace {
  archive: Id | null
  row: number | null
  employee: Id | null
  name: string
  discord: string
  institution: Id
  title: string
  city: string
  kind: ArchiveKind | 'roster'
  at: number
}

/** What an erasure changed, or would: rows of rosters and archives, documents, reasons, texts of others, lines of logs. */
export interface EraseCounts {
  people: number
  rows: number
  archives: number
  entries: number
  texts: number
  logs: number
}

/** What the cloud is asked to erase. */
export interface EraseTarget {
  employees: Id[]
  rows: { archive: Id; row: number }[]
}

export const placeKey = ({ archive, row, employee }: PersonPlace): string =>
  archive === null ? `roster ${employee ?? ''}` : `${archive} ${String(row)}`

/** Whether a place is the chosen person's for sure: by id, or by name and nick where none of both has one. */
export const isSure = (place: PersonPlace, person: Pick<FoundPerson, 'employee'>): boolean =>
  place.employee === person.employee

/**
 * What is to be erased when these places are ticked. Whoever leaves all rosters that they are in is erased as a person, and
 * never comes back; who stays in one only leaves the ticked archives.
 */
export function eraseTarget(places: readonly PersonPlace[], ticked: ReadonlySet<string>): EraseTarget {
  const chosen = places.filter((place) => ticked.has(placeKey(place)))
  const staying = new Set(
    places.filter((place) => place.archive === null && !ticked.has(placeKey(place))).map(({ employee }) => employee),
  )
  const ids = chosen.flatMap(({ employee }) => (employee === null || staying.has(employee) ? [] : [employee]))
  const rows = chosen.flatMap(({ archive, row }) => (archive === null || row === null ? [] : [{ archive, row }]))
  return { employees: [...new Set(ids)], rows }
}
