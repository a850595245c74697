import { type Applying, type OpOf, rosterOf, write } from './applying.ts'
import type { Id } from './model.ts'

/** What the cloud's column of points can hold. */
const mostPoints = 2_147_483_647

/** What an op that is not undone yet did to each; nothing when that is not known. */
function undoneBy(state: Applying, { institution, target }: OpOf<'points.undo'>): [Id, number][] {
  if (state.undone.has(target)) return []
  const done = state.effects.get(target) ?? state.held.effects(institution, target)
  return [...(done ?? [])].map(([id, effective]) => [id, -effective])
}

/** Adds and undoes: to those who are there, never under 0, and not in another period. */
export function applyPoints(state: Applying, op: OpOf<'points.add' | 'points.undo'>): void {
  const place = rosterOf(state, op.institution)
  if (!place || op.period !== place.roster.period) return
  const deltas =
    op.kind === 'points.undo' ? undoneBy(state, op) : op.employees.map((id): [Id, number] => [id, op.delta])
  const rows = deltas.flatMap(([id, delta]) => {
    const row = place.rows.get(id)
    return row ? [{ row, points: Math.max(0, row.points + delta) }] : []
  })
  if (rows.length === 0 || rows.some(({ points }) => points > mostPoints)) return
  for (const { row, points } of rows) write(place, op, { ...row, points })
  state.effects.set(op.id, new Map(rows.map(({ row, points }) => [row.id, points - row.points])))
  if (op.kind === 'points.undo') state.undone.add(op.target)
}
