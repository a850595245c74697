import { type Draft, type OpOf, rosterOf, write } from './draft.ts'
import type { Id } from './model.ts'

/** What the cloud's column of points can hold. */
const mostPoints = 2_147_483_647

/** What an op that is not undone yet did to each; nothing when that is not known. */
function undoneBy(draft: Draft, { institution, target }: OpOf<'points.undo'>): [Id, number][] {
  if (draft.undone.has(target)) return []
  const done = draft.effects.get(target) ?? draft.held.effects(institution, target)
  return [...(done ?? [])].map(([id, effective]) => [id, -effective])
}

/** Adds and undoes: to those who are there, never under 0, and not in another period. */
export function applyPoints(draft: Draft, op: OpOf<'points.add' | 'points.undo'>): void {
  const place = rosterOf(draft, op.institution)
  if (!place || op.period !== place.roster.period) return
  const deltas =
    op.kind === 'points.undo' ? undoneBy(draft, op) : op.employees.map((id): [Id, number] => [id, op.delta])
  const rows = deltas.flatMap(([id, delta]) => {
    const row = place.rows.get(id)
    return row ? [{ row, points: Math.max(0, row.points + delta) }] : []
  })
  if (rows.length === 0 || rows.some(({ points }) => points > mostPoints)) return
  for (const { row, points } of rows) write(place, op, { ...row, points })
  draft.effects.set(op.id, new Map(rows.map(({ row, points }) => [row.id, points - row.points])))
  if (op.kind === 'points.undo') draft.undone.add(op.target)
}
