import { createEmployee, deleteEmployee, editEmployee, moveEmployee } from './applyEmployee.ts'
import * as place from './applyPlace.ts'
import { applyPoints } from './applyPoints.ts'
import { type Applying, type Held, beginApplying } from './applying.ts'
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

function applyOne(state: Applying, op: Op): void {
  switch (op.kind) {
    case 'points.add':
    case 'points.undo':
      return applyPoints(state, op)
    case 'employee.create':
      return createEmployee(state, op)
    case 'employee.edit':
      return editEmployee(state, op)
    case 'employee.move':
      return moveEmployee(state, op)
    case 'employee.delete':
      return deleteEmployee(state, op)
    case 'city.create':
      return place.createCity(state, op)
    case 'city.rename':
      return place.renameCity(state, op)
    case 'city.order':
      return place.orderCities(state, op)
    case 'city.delete':
      return place.deleteCity(state, op)
    case 'institution.create':
      return place.createInstitution(state, op)
    case 'institution.rename':
      return place.renameInstitution(state, op)
    case 'institution.order':
      return place.orderInstitutions(state, op)
    case 'institution.delete':
      return place.deleteInstitution(state, op)
    case 'institution.ranks':
      return place.changeRanks(state, op)
    case 'institution.columns':
      return place.changeColumns(state, op)
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
  const state = beginApplying(held)
  for (const op of ops) applyOne(state, op)
  return {
    directory: { cities: [...state.cities.values()], institutions: [...state.institutions.values()] },
    roster: (institution) => {
      if (!state.institutions.has(institution)) return undefined
      const open = state.rosters.get(institution)
      if (!open) return untouched(institution)
      return { roster: { ...open.roster, employees: [...open.rows.values()] }, touched: open.touched }
    },
  }
}
