import { issue, type Issue } from './issues.ts'
import { nameKey } from './names.ts'
import type { LegacyRow } from './row.ts'
import type { IdOf, LegacyEmployee, LegacyPlace } from './types.ts'

export interface NumberedRow {
  number: number
  row: LegacyRow
}

/**
 * Gives every row its person's id. A person is known by institution, DISCORD and name, so that points, rank and other
 * columns may change between a roster and its archives. Rows that share all three are different people still: they are
 * told apart by their other columns' order, and where those agree too, by their order in the file.
 */
export function identify(rows: NumberedRow[], place: LegacyPlace, idOf: IdOf, issues: Issue[]): LegacyEmployee[] {
  warnOfDoubles(rows, issues)
  const ids = new Map<LegacyRow, string>()
  for (const [person, same] of groupBy(rows, personKey)) {
    const inOrder = same.length === 1 ? same : same.toSorted((a, b) => compare(fieldsKey(a.row), fieldsKey(b.row)))
    inOrder.forEach(({ row }, n) => {
      ids.set(row, idOf(JSON.stringify(['employee', nameKey(place.city), nameKey(place.institution), person, n])))
    })
  }
  return rows.map(({ row }) => ({ id: ids.get(row) ?? '', ...row }))
}

function warnOfDoubles(rows: NumberedRow[], issues: Issue[]): void {
  const nicknames = groupBy(rows, ({ row }) => nameKey(row.discord))
  const people = groupBy(rows, personKey)
  const equal = groupBy(rows, ({ row }) => fieldsKey(row) + JSON.stringify(row))
  for (const each of rows) {
    const { row, number } = each
    const copies = equal.get(fieldsKey(row) + JSON.stringify(row)) ?? []
    if (copies.length > 1 && copies[0] !== each) issues.push(issue('same_row', '', number))
    else if (copies.length > 1) continue
    else if ((people.get(personKey(each)) ?? []).length > 1) issues.push(issue('same_person', row.name, number))
    else if (row.discord !== '' && (nicknames.get(nameKey(row.discord)) ?? []).length > 1)
      issues.push(issue('same_nickname', row.discord, number))
  }
}

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
