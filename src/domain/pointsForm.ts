import type { Id } from './model.ts'

/** Points for several people, as the form is filled in. */
export interface PointsForm {
  /** Whoever was selected; their names say who has left meanwhile. */
  people: { id: Id; name: string }[]
  /** The week that the points were meant for. */
  period: number
  value: number | ''
  reason: string
}
