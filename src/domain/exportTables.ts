import type { ArchivedPerson } from './archivePeople.ts'
import type { ComparedPerson, Comparison } from './compareArchives.ts'
import type { Cell, ExportTable } from './exportTable.ts'
import { parseLegacyTime } from './legacy/time.ts'
import type { ArchiveKind } from './model.ts'
import type { PersonSeries } from './pointSeries.ts'
import type { ArchiveLine, RosterRow } from './views.ts'

/** The heads of all exported tables, in the language of who exports. */
export interface ExportWords {
  place: string
  name: string
  formerName: string
  discord: string
  rank: string
  role: string
  points: string
  difference: string
  total: string
  touched: string
  at: string
  city: string
  institution: string
  kind: string
  kinds: Record<ArchiveKind, string>
  employees: string
  by: string
  file: string
}

/** Ranks are numbers, where they are written as one. */
const rankCell = (rank: string): Cell => (/^\d{1,9}$/.test(rank) ? Number(rank) : rank)

function touchedCell(written: string): Cell {
  const time = parseLegacyTime(written)
  return typeof time === 'object' ? { at: time.at } : written
}

/** A line a person, in the order given; `cells` are those that an archive and a roster hold in another form. */
function personTable<One extends Pick<RosterRow, 'name' | 'discord' | 'role' | 'fields' | 'points'>>(
  name: string,
  people: readonly One[],
  columns: readonly string[],
  words: ExportWords,
  cells: (one: One) => { rank: Cell; touched: Cell },
): ExportTable {
  const { place, discord, rank, role, points, touched } = words
  return {
    name,
    head: [place, words.name, discord, rank, role, ...columns, points, touched],
    rows: people.map((one, i) => {
      const own = cells(one)
      const fields = columns.map((column) => one.fields[column] ?? '')
      return [i + 1, one.name, one.discord, own.rank, one.role, ...fields, one.points, own.touched]
    }),
  }
}

/** The people of an archive. */
export const peopleTable = (
  name: string,
  people: readonly ArchivedPerson[],
  columns: readonly string[],
  words: ExportWords,
): ExportTable =>
  personTable(name, people, columns, words, ({ rank, touched }) => ({
    rank: rankCell(rank),
    touched: touchedCell(touched),
  }))

/** Today's people of an institution. */
export const rosterTable = (
  name: string,
  people: readonly RosterRow[],
  columns: readonly string[],
  words: ExportWords,
): ExportTable => personTable(name, people, columns, words, ({ rank, touched }) => ({ rank, touched: { at: touched } }))

/** Two weeks beside each other under the heads of `weeks`, the totals in the last row. */
export function comparisonTable(
  name: string,
  { people, before, after }: Comparison,
  weeks: readonly [before: string, after: string],
  words: ExportWords,
): ExportTable {
  const row = (one: ComparedPerson): Cell[] => [
    one.name,
    one.formerName,
    one.discord,
    rankCell(one.rank),
    one.role,
    one.before,
    one.after,
    one.difference,
  ]
  const total: Cell[] = [null, null, null, null, null, before.points, after.points, after.points - before.points]
  const { formerName, discord, rank, role, difference } = words
  return {
    name,
    head: [words.name, formerName, discord, rank, role, ...weeks, difference],
    rows: [...people.map(row), total],
  }
}

/** Everybody's points, a column a week under the heads of `weeks`; the sums of the weeks in the last row. */
export function seriesTable(
  name: string,
  people: readonly PersonSeries[],
  weeks: readonly { head: string; points: number }[],
  words: ExportWords,
): ExportTable {
  const sum = weeks.reduce((all, { points }) => all + points, 0)
  return {
    name,
    head: [words.name, ...weeks.map(({ head }) => head), words.total],
    rows: [
      ...people.map((one): Cell[] => [one.label, ...one.points, one.total]),
      [null, ...weeks.map(({ points }) => points), sum],
    ],
  }
}

/** A list of archives. */
export function archivesTable(name: string, lines: readonly ArchiveLine[], words: ExportWords): ExportTable {
  const { at, city, institution, kind, employees, points, by, file } = words
  return {
    name,
    head: [at, city, institution, kind, employees, points, by, file],
    rows: lines.map(({ row, city: of, institution: one }) => [
      { at: row.at },
      of,
      one.name,
      words.kinds[row.kind],
      row.employees,
      row.points,
      row.by,
      row.path,
    ]),
  }
}
