import { issue, type Issue } from './issues.ts'
import { isId, nameKey } from './names.ts'
import type { LegacyRow } from './row.ts'
import { rowsPerStep, type Steps } from './steps.ts'
import type { IdOf, LegacyEmployee, LegacyPlace } from './types.ts'

export interface NumberedRow {
  number: number
  row: LegacyRow
}

/**
 * Gives every row its person's id. A person is known by institution, DISCORD and name, so that points, rank and other
 * columns may change between a roster and its archives. Rows that share all three are different people still: they are
 * told apart by their other columns' order, and where those agree too, by their order in the file.
 *
 * @param own ids that rows bring along, by their place in the file; the second row with one of them is somebody else
 */
export function* identify(
  rows: NumberedRow[],
  place: LegacyPlace,
  idOf: IdOf,
  issues: Issue[],
  own: unknown[] = [],
): Steps<LegacyEmployee[]> {
  const people = groupBy(rows, personKey)
  warnOfDoubles(rows, people, issues)
  const ids = new Map<LegacyRow, string>()
  for (const [person, same] of people) {
    const inOrder = same.length === 1 ? same : same.toSorted((a, b) => compare(fieldsKey(a.row), fieldsKey(b.row)))
    if (ids.size % rowsPerStep === rowsPerStep - 1) yield
    inOrder.forEach(({ row }, n) => {
      ids.set(row, idOf(JSON.stringify(['employee', nameKey(place.city), nameKey(place.institution), person, n])))
    })
  }
  const taken = new Set<unknown>()
  return rows.map(({ row, number }) => {
    const given = own[number - 1]
    const isGiven = isId(given) && !taken.has(given)
    taken.add(given)
    return { id: (isGiven ? given : ids.get(row)) ?? '', ...row }
  })
}

function warnOfDoubles(rows: NumberedRow[], people: Map<string, NumberedRow[]>, issues: Issue[]): void {
  const nicknames = groupBy(rows, ({ row }) => nameKey(row.discord))
  // Rows that are equal share DISCORD and name: nobody else's are compared.
  const doubles = new Map([...people.values()].filter((same) => same.length > 1).flatMap(doublesOf))
  for (const each of rows) {
    const { row, number } = each
    const double = doubles.get(each)
    if (double) issues.push(issue(double, double === 'same_person' ? row.name : '', number))
    else if (double === null || row.discord === '') continue
    else if ((nicknames.get(nameKey(row.discord)) ?? []).length > 1)
      issues.push(issue('same_nickname', row.discord, number))
  }
}

/** Of rows that share DISCORD and name, what is worth saying of each; null of the first of those that are equal. */
function doublesOf(same: NumberedRow[]): [NumberedRow, 'same_row' | 'same_person' | null][] {
  const equal = groupBy(same, contentKey)
  return [...equal.values()].flatMap((copies) =>
    copies.map((each): [NumberedRow, 'same_row' | 'same_person' | null] => [
      each,
      copies.length === 1 ? 'same_person' : each === copies[0] ? null : 'same_row',
    ]),
  )
}

const contentKey = ({ row }: NumberedRow): string => fieldsKey(row) + JSON.stringify(row)

const personKey = ({ row }: NumberedRow): string => JSON.stringify([nameKey(row.discord), nameKey(row.name)])

const fieldsKey = (row: LegacyRow): string =>
  JSON.stringify(Object.entries(row.fields).toSorted(([a], [b]) => compare(a, b)))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function groupBy<T>(items: T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return groups
}
