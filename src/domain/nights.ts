import type { ArchiveRow, Id } from './model.ts'

/** A backup of one institution, and the nights that it stands for: it is copied again only after something has changed. */
export interface BackupRow extends ArchiveRow {
  /** Days as `YYYY-MM-DD`, of the community's clock; null when those nights are no longer kept. */
  first: string | null
  last: string | null
}

/** One night's backup of everything. */
export interface NightLine {
  night: string
  at: number
  /** How many institutions could not be copied at the last try. */
  failed: number
  done_at: number | null
  institutions: number
  employees: number
  points: number
}

export interface PlaceTotals {
  employees: number
  points: number
}

/**
 * What putting everything back to a night does to an institution: it was deleted and comes back, it changes, only its name does, it
 * is as it was, or it was not in that night and stays.
 */
export type PlaceFate = 'back' | 'changed' | 'renamed' | 'same' | 'since'

export interface NightPlace {
  id: Id
  name: string
  city: string
  is: PlaceFate
  was: PlaceTotals | null
  now: PlaceTotals | null
  /** Of today's people those whom that night does not know: they stay, unless they are to go. */
  added: PlaceTotals
}

export interface NightPreview {
  night: string
  at: number
  failed: number
  /** What the cloud was like when this was made; it goes back with the order. */
  expected: string
  /** Cities that were deleted and come back. */
  cities: string[]
  places: NightPlace[]
}

/** When night is, and how long what is kept. */
export interface JobSettings {
  zone: string
  backup_keep_days: number
  log_keep_days: number
}

/** The bounds of the cloud (sql/02_settings.sql). */
export const keepBounds = {
  backup_keep_days: { least: 1, most: 3650 },
  log_keep_days: { least: 30, most: 3650 },
} as const

/** Whether a number of days is one that the cloud takes; an emptied field holds a text. */
export const isKept = (key: keyof typeof keepBounds, days: unknown): boolean =>
  typeof days === 'number' && Number.isInteger(days) && days >= keepBounds[key].least && days <= keepBounds[key].most

/** The noon of a day on the viewer's calendar, to be written like any other date. */
export function noonOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date, 12).getTime()
}

const none: PlaceTotals = { employees: 0, points: 0 }
const plus = (a: PlaceTotals, b: PlaceTotals): PlaceTotals => ({
  employees: a.employees + b.employees,
  points: a.points + b.points,
})

/** How much a place holds now and after everything was put back. */
export const outcomeOf = (place: NightPlace, replace: boolean): { from: PlaceTotals; to: PlaceTotals } => ({
  from: place.now ?? none,
  to: plus(place.was ?? none, replace ? none : place.added),
})

/** The same of many places together. */
export const outcomeOfAll = (places: readonly NightPlace[], replace: boolean): { from: PlaceTotals; to: PlaceTotals } =>
  places
    .map((place) => outcomeOf(place, replace))
    .reduce((sum, one) => ({ from: plus(sum.from, one.from), to: plus(sum.to, one.to) }), { from: none, to: none })

/** People in places of that night whom it does not know. */
export const addedSince = (places: readonly NightPlace[]): number =>
  places.reduce((sum, { is, added }) => sum + (is === 'since' ? 0 : added.employees), 0)
