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

const dayMs = 86_400_000

/** Start of a local day; NaN for ''. */
const startOf = (day: string): number => new Date(`${day}T00:00`).getTime()

/** The archives that pass, in the order given. The last day counts whole. */
export function filterArchives(lines: readonly ArchiveLine[], filter: ArchiveFilter): ArchiveLine[] {
  const from = startOf(filter.from)
  const to = startOf(filter.to) + dayMs
  return lines.filter(
    ({ row, city, institution }) =>
      (filter.city === '' || city === filter.city) &&
      (filter.institution === '' || institution.name === filter.institution) &&
      (filter.kind === '' || row.kind === filter.kind) &&
      !(row.at < from) &&
      !(row.at >= to),
  )
}
