import type { Id } from './model.ts'

/** The selection after a click on a row; with shift, everything between the last clicked row and this one takes its new state. */
export function toggleRow(
  selected: ReadonlySet<Id>,
  order: readonly Id[],
  id: Id,
  anchor: Id | null,
  shift: boolean,
): Set<Id> {
  const next = new Set(selected)
  const on = !selected.has(id)
  const from = shift && anchor !== null ? order.indexOf(anchor) : -1
  const to = order.indexOf(id)
  const range = from < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1)
  for (const one of range) {
    if (on || from >= 0) next.add(one)
    else next.delete(one)
  }
  return next
}

/** Select all of the filter, or none of it when all are selected. Rows outside the filter keep their state. */
export function toggleAll(selected: ReadonlySet<Id>, order: readonly Id[]): Set<Id> {
  const next = new Set(selected)
  const all = order.length > 0 && order.every((id) => selected.has(id))
  for (const id of order) {
    if (all) next.delete(id)
    else next.add(id)
  }
  return next
}

/** Drops ids that no longer exist. Returns the same set when nothing is gone. */
export function keepExisting(selected: ReadonlySet<Id>, existing: ReadonlySet<Id>): ReadonlySet<Id> {
  return [...selected].every((id) => existing.has(id))
    ? selected
    : new Set([...selected].filter((id) => existing.has(id)))
}

/** Of people that a form was opened for: the rows of those who are here, and the names of those who have left. */
export function splitLeft<Row extends { id: Id }>(
  people: readonly { id: Id; name: string }[],
  rows: readonly Row[],
): { here: Row[]; left: string[] } {
  const here = new Map(rows.map((row) => [row.id, row]))
  return {
    here: people.flatMap(({ id }) => here.get(id) ?? []),
    left: people.filter(({ id }) => !here.has(id)).map(({ name }) => name),
  }
}
