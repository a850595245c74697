import { dayIn, endOfDay, type Query, startOfDay, textIn } from './addressFilter.ts'
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

/** The archives that pass, in the order given. The last day counts whole. */
export function filterArchives(lines: readonly ArchiveLine[], filter: ArchiveFilter): ArchiveLine[] {
  const from = startOfDay(filter.from)
  const to = endOfDay(filter.to)
  return lines.filter(
    ({ row, city, institution }) =>
      (filter.city === '' || city === filter.city) &&
      (filter.institution === '' || institution.name === filter.institution) &&
      (filter.kind === '' || row.kind === filter.kind) &&
      !(row.at < from) &&
      !(row.at >= to),
  )
}

/** The filter that an address names; what makes no sense in it narrows nothing. */
export const filterOf = (query: Query): ArchiveFilter => ({
  city: textIn(query, 'city'),
  institution: textIn(query, 'institution'),
  kind: listedKinds.find((kind) => kind === query['kind']) ?? '',
  from: dayIn(query, 'from'),
  to: dayIn(query, 'to'),
})
