type Value = string | number | null

export interface TableSort<K extends string> {
  by: K
  down: boolean
}

const collator = new Intl.Collator('ro', { numeric: true, sensitivity: 'base' })

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))

const isBlank = (value: Value): value is null | '' => value === null || value === ''

/** Sorted copy. Blank cells come last in both directions; equal ones keep the order given. */
export function sortRows<T, K extends string>(
  rows: readonly T[],
  { by, down }: TableSort<K>,
  value: (row: T, by: K) => Value,
): T[] {
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a, by), value(b, by)]
    if (isBlank(x) || isBlank(y)) return Number(isBlank(x)) - Number(isBlank(y))
    return down ? compare(y, x) : compare(x, y)
  })
}

/** A click on a column's header: the other direction, or of a new column the one in which it is looked at first. */
export const turnSort = <K extends string>(sort: TableSort<K>, by: K, downFirst: boolean): TableSort<K> => ({
  by,
  down: sort.by === by ? !sort.down : downFirst,
})
