import { applyOps, type AppliedRoster } from '../../src/domain/applyOps.ts'
import type { Effects, Held } from '../../src/domain/applying.ts'
import type { Directory, Id, Roster } from '../../src/domain/model.ts'
import type { Op } from '../../src/domain/op.ts'

/** A replica of these rosters, all in one city, and what the ledger tells of ops. */
export function heldOf(rosters: readonly Roster[], effects: (op: Id) => Effects = () => undefined): Held {
  const institutions = rosters.map(({ institution: id }) => ({ id, city: 'c', name: id, place: null }))
  return {
    directory: { cities: [{ id: 'c', name: 'C', place: null }], institutions },
    roster: (id) => rosters.find(({ institution }) => institution === id),
    effects: (_institution, op) => effects(op),
  }
}

/** One roster with ops applied to it. */
export function applyToRoster(roster: Roster, ops: readonly Op[], effects?: (op: Id) => Effects): AppliedRoster {
  const applied = applyOps(heldOf([roster], effects), ops).roster(roster.institution)
  if (!applied) throw new Error('the institution is gone')
  return applied
}

/** The directory alone, with ops applied to it. */
export const applyToDirectory = (directory: Directory, ops: readonly Op[]): Directory =>
  applyOps({ directory, roster: () => undefined, effects: () => undefined }, ops).directory
