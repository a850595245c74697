import * as v from 'valibot'
import { type CellEdit, isCellTouched } from '../domain/cellEdit.ts'
import { changedFields, type EmployeeForm } from '../domain/employeeDraft.ts'
import type { Capability, Id, Permission } from '../domain/model.ts'
import type { MoveForm } from '../domain/moveTargets.ts'
import { isChanged, type RightsForm } from '../domain/rights.ts'
import type { PointsForm } from '../domain/pointsForm.ts'
import type { ColumnKey } from '../domain/rosterColumns.ts'

/*
 * What the forms hold while they are half filled: what a draft must be like to be taken up, how a form begins that nobody
 * has opened before, and whether anybody would miss it.
 */

/** The reason of a forced sync. */
export const forceForm = {
  schema: v.object({ reason: v.string() }),
  fresh: () => ({ reason: '' }),
}

const employeeDraft = v.object({
  name: v.string(),
  discord: v.string(),
  rank: v.nullable(v.number()),
  fields: v.record(v.string(), v.string()),
  // An emptied field of numbers holds a text.
  points: v.fallback(v.number(), 0),
})

/** @param fresh the form of whom it is about, or of somebody new */
export const employeeForm = (fresh: () => EmployeeForm) => {
  const begun = JSON.stringify(fresh().now)
  return {
    schema: v.object({ id: v.string(), base: v.nullable(employeeDraft), now: employeeDraft }),
    fresh,
    touched: (form: EmployeeForm) =>
      form.base === null ? JSON.stringify(form.now) !== begun : changedFields(form).length > 0,
  }
}

const people = v.array(v.object({ id: v.string(), name: v.string() }))

/** Whoever has chosen people and opened the form would miss it. */
export const pointsForm = (fresh: () => PointsForm) => ({
  schema: v.object({
    people,
    period: v.number(),
    value: v.fallback(v.union([v.number(), v.literal('')]), ''),
    reason: v.string(),
  }),
  fresh,
  touched: () => true,
  onlyReopened: true,
})

const cellEdit = v.object({
  id: v.string(),
  name: v.string(),
  text: v.string(),
  start: v.number(),
  period: v.number(),
})

/** The cell of the roster that is being written in. */
export const cellForm = {
  schema: v.object({ cell: v.nullable(cellEdit) }),
  fresh: (): { cell: CellEdit | null } => ({ cell: null }),
  touched: ({ cell }: { cell: CellEdit | null }) => cell !== null && isCellTouched(cell),
}

interface RosterFilter {
  query: string
  column: ColumnKey | 'all'
  selected: Id[]
}

/** Search and selection of a roster: work while one is at it, in the way an hour later. */
export const filterForm = {
  schema: v.object({
    query: v.string(),
    column: v.custom<ColumnKey | 'all'>((column) => typeof column === 'string'),
    selected: v.array(v.string()),
  }),
  fresh: (): RosterFilter => ({ query: '', column: 'all', selected: [] }),
  touched: ({ query, selected }: RosterFilter) => query !== '' || selected.length > 0,
  keptMs: 3_600_000,
}

/** Where people go who were selected when the form was opened. */
export const moveForm = (fresh: () => MoveForm) => ({
  schema: v.object({ people, city: v.string(), institution: v.string() }),
  fresh,
  touched: () => true,
  onlyReopened: true,
})

export const restoreForm = {
  schema: v.object({ replace: v.boolean() }),
  fresh: () => ({ replace: false }),
}

/** A refused edit that is being changed: its values by field. */
export const trayForm = (values: Record<string, string>) => ({
  schema: v.record(v.string(), v.string()),
  fresh: () => ({ ...values }),
})

const permission = v.object({
  city: v.nullable(v.string()),
  institution: v.nullable(v.string()),
  capability: v.picklist(['view', 'edit', 'score', 'reset', 'delete'] satisfies Capability[]),
})

/** What somebody's permissions shall become: the ticks that were made, beside those that were seen when they were. */
export const rightsForm = (seen: () => Permission[]) => ({
  schema: v.object({ seen: v.array(permission), give: v.array(permission), take: v.array(permission) }),
  fresh: (): RightsForm => ({ seen: seen(), give: [], take: [] }),
  touched: isChanged,
})
