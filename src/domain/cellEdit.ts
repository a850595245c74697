import type { Id } from './model.ts'

/** Points of one employee as they are being written into their cell. */
export interface CellEdit {
  id: Id
  name: string
  text: string
  /** What stood there when the writing began. */
  start: number
  /** The week that it was written for. */
  period: number
}

/** What leaving the cell comes to: `moved`, the week was closed meanwhile; `gone`, so is the employee. */
export type CellOutcome = { is: 'nothing' } | { is: 'set' | 'moved' | 'gone'; value: number }

/** Whether anything was written that is not what stood there. */
export const isCellTouched = ({ text, start }: CellEdit): boolean => text !== String(start)

/** What becomes of a cell that is left: an untouched one says nothing, whatever others have made of the points meanwhile. */
export function leaveCell(cell: CellEdit, now: { period: number; points: number | null }): CellOutcome {
  const value = Number(cell.text)
  const isPoints = /^\d+$/.test(cell.text.trim()) && value <= 1_000_000
  if (!isCellTouched(cell) || !isPoints) return { is: 'nothing' }
  if (now.points === null) return { is: 'gone', value }
  return { is: now.period === cell.period ? 'set' : 'moved', value }
}
