import type { ArchiveKind } from './model.ts'
import type { ArchiveLine } from './views.ts'

/** What the reports are narrowed to; '' = everything. Days are local, as typed. */
export interface ArchiveFilter {
  city: string
  institution: string
  kind: ArchiveKind | ''
  from: string
  to: string
}

export const noFilter: ArchiveFilter = { city: '', institution: '', kind: '', from: '', to: '' }

/** Kinds that a device knows of; nightly copies stay at the cloud. */
export const listedKinds: readonly ArchiveKind[] = ['reset', 'before_restore', 'before_delete', 'import']

/** Start of a local day; NaN for ''. */
const startOf = (day: string): number => new Date(`${day}T00:00`).getTime()

/** Start of the day after: in two of a year's weeks a day does not have 24 hours. */
function endOf(day: string): number {
  const end = new Date(`${day}T00:00`)
  return end.setDate(end.getDate() + 1)
}

/** The archives that pass, in the order given. The last day counts whole. */
export function filterArchives(lines: readonly ArchiveLine[], filter: ArchiveFilter): ArchiveLine[] {
  const from = startOf(filter.from)
  const to = endOf(filter.to)
  return lines.filter(
    ({ row, city, institution }) =>
      (filter.city === '' || city === filter.city) &&
      (filter.institution === '' || institution.name === filter.institution) &&
      (filter.kind === '' || row.kind === filter.kind) &&
      !(row.at < from) &&
      !(row.at >= to),
  )
}

type Query = Record<string, unknown>

const textIn = (query: Query, key: string): string => {
  const value = query[key]
  return typeof value === 'string' ? value : ''
}

const dayIn = (query: Query, key: string): string => {
  const day = textIn(query, key)
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(startOf(day)) ? day : ''
}

/** The filter that an address names; what makes no sense in it narrows nothing. */
export const filterOf = (query: Query): ArchiveFilter => ({
  city: textIn(query, 'city'),
  institution: textIn(query, 'institution'),
  kind: listedKinds.find((kind) => kind === query['kind']) ?? '',
  from: dayIn(query, 'from'),
  to: dayIn(query, 'to'),
})

/** The filter as an address has it: only what narrows. */
export const queryOf = (filter: ArchiveFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
