/** Start of a local day as an input has it (`2026-11-16`); NaN for ''. */
export const startOfDay = (day: string): number => new Date(`${day}T00:00`).getTime()

/** Start of the day after: in two of a year's weeks a day does not have 24 hours. */
export function endOfDay(day: string): number {
  const end = new Date(`${day}T00:00`)
  return end.setDate(end.getDate() + 1)
}

/** What stands behind the `?` of an address. */
export type Query = Record<string, unknown>

/** A part of an address; '' where it is none. */
export const textIn = (query: Query, key: string): string => {
  const value = query[key]
  return typeof value === 'string' ? value : ''
}

/** A day in an address; '' where it makes no sense. */
export const dayIn = (query: Query, key: string): string => {
  const day = textIn(query, key)
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(startOfDay(day)) ? day : ''
}

/** A filter as an address has it: only what narrows. */
export const queryOf = (filter: object): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
