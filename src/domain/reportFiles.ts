import type { ComparedPerson, Comparison } from './compareArchives.ts'
import type { PersonSeries } from './pointSeries.ts'
import type { ArchiveLine } from './views.ts'

/*
 * JSON of what is worked out here, for other programs (docs/protocol.md, section 11); nothing imports it. Times are epoch ms.
 */

export const archivesFormat = 'archives'
export const comparisonFormat = 'comparison'

const written = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

/** The list of archives, without what is in them. */
export const archivesFile = (lines: readonly ArchiveLine[], exportedAt: number): string =>
  written({
    punctaj: archivesFormat,
    version: 1,
    exportedAt,
    archives: lines.map(({ row, city, institution }) => ({ city, institution: institution.name, ...row })),
  })

/** Two archives compared. */
export const comparisonFile = (
  before: ArchiveLine,
  after: ArchiveLine,
  { people, ...totals }: Comparison,
  exportedAt: number,
): string =>
  written({
    punctaj: comparisonFormat,
    version: 1,
    exportedAt,
    city: after.city,
    institution: after.institution.name,
    before: { archive: before.row.id, at: before.row.at, ...totals.before },
    after: { archive: after.row.id, at: after.row.at, ...totals.after },
    people: people.map((person: ComparedPerson) => ({ ...person })),
  })

/** Everybody's points over the weeks of an institution, oldest first. */
export const weeksFile = (
  { city, institution }: ArchiveLine,
  weeks: readonly ArchiveLine[],
  people: readonly PersonSeries[],
  exportedAt: number,
): string =>
  written({
    punctaj: 'weeks',
    version: 1,
    exportedAt,
    city,
    institution: institution.name,
    weeks: weeks.map(({ row: { id, at, employees, points } }) => ({ archive: id, at, employees, points })),
    people: people.map(({ label, points }) => ({ name: label, points })),
  })
