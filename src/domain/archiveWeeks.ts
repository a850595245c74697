import type { ArchiveKind, Id } from './model.ts'
import type { ArchiveLine } from './views.ts'

/** Whether an archive is the end of a week; the others are copies from the middle of one. */
export function closesWeek(kind: ArchiveKind): boolean {
  switch (kind) {
    case 'reset':
    case 'import':
      return true
    case 'backup':
    case 'before_restore':
    case 'before_delete':
      return false
  }
}

/** The other archives of an archive's institution, in the order given. */
export const siblingsOf = (lines: readonly ArchiveLine[], { row, institution }: ArchiveLine): ArchiveLine[] =>
  lines.filter((other) => other.institution.id === institution.id && other.row.id !== row.id)

/** The week that was closed before an archive was made; undefined when there is none. */
export const weekBefore = (lines: readonly ArchiveLine[], line: ArchiveLine): ArchiveLine | undefined =>
  siblingsOf(lines, line)
    .filter(({ row }) => closesWeek(row.kind) && row.at < line.row.at)
    .sort((a, b) => b.row.at - a.row.at)[0]

/** The closed weeks of an institution, oldest first. */
export const weeksOf = (lines: readonly ArchiveLine[], institution: Id): ArchiveLine[] =>
  lines
    .filter((line) => line.institution.id === institution && closesWeek(line.row.kind))
    .sort((a, b) => a.row.at - b.row.at)
