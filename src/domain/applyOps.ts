import { createEmployee, deleteEmployee, editEmployee, moveEmployee } from './applyEmployee.ts'
import * as place from './applyPlace.ts'
import { applyPoints } from './applyPoints.ts'
import { type Draft, type Held, openDraft } from './draft.ts'
import type { Directory, Id, Roster } from './model.ts'
import type { Op } from './op.ts'

export interface AppliedRoster {
  roster: Roster
  /** Employees touched by an op, with the ids of the ops in order. */
  touched: ReadonlyMap<Id, Id[]>
}

/** The shared state as its user sees it. */
export interface Applied {
  directory: Directory
  /** Undefined when the institution is not, or not on this device. */
  roster: (institution: Id) => AppliedRoster | undefined
}

function applyOne(draft: Draft, op: Op): void {
  switch (op.kind) {
    case 'points.add':
    case 'points.undo':
      return applyPoints(draft, op)
    case 'employee.create':
      return createEmployee(draft, op)
    case 'employee.edit':
      return editEmployee(draft, op)
    case 'employee.move':
      return moveEmployee(draft, op)
    case 'employee.delete':
      return deleteEmployee(draft, op)
    case 'city.create':
      return place.createCity(draft, op)
    case 'city.rename':
      return place.renameCity(draft, op)
    case 'city.order':
      return place.orderCities(draft, op)
    case 'city.delete':
      return place.deleteCity(draft, op)
    case 'institution.create':
      return place.createInstitution(draft, op)
    case 'institution.rename':
      return place.renameInstitution(draft, op)
    case 'institution.order':
      return place.orderInstitutions(draft, op)
    case 'institution.delete':
      return place.deleteInstitution(draft, op)
    case 'institution.ranks':
      return place.changeRanks(draft, op)
    case 'institution.columns':
      return place.changeColumns(draft, op)
  }
}

/**
 * The verified replica with the own ops that it does not contain yet, applied one after the other as the server will: what it
 * would refuse (a clash, a name that is taken, a closed period, somebody gone) shows nothing. The replica's objects are not changed.
 */
export function applyOps(held: Held, ops: readonly Op[]): Applied {
  const untouched = (institution: Id): AppliedRoster | undefined => {
    const roster = held.roster(institution)
    return roster && { roster, touched: new Map() }
  }
  if (ops.length === 0) return { directory: held.directory, roster: untouched }
  const draft = openDraft(held)
  for (const op of ops) applyOne(draft, op)
  return {
    directory: { cities: [...draft.cities.values()], institutions: [...draft.institutions.values()] },
    roster: (institution) => {
      if (!draft.institutions.has(institution)) return undefined
      const open = draft.rosters.get(institution)
      if (!open) return untouched(institution)
      return { roster: { ...open.roster, employees: [...open.rows.values()] }, touched: open.touched }
    },
  }
}
