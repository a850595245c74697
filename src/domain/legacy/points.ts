import type { IssueCode } from './issues.ts'

const most = 1_000_000

/** PUNCTAJ as whole points from 0 up, or the code of what is wrong with it. Nothing is rounded, cut or taken as 0. */
export function parsePoints(value: unknown): number | IssueCode {
  if (value === undefined || value === null) return 'points_missing'
  if (typeof value === 'number') return checked(value)
  if (typeof value !== 'string') return 'points_text'
  const text = value.trim()
  if (text === '') return 'points_blank'
  return /^-?\d{1,15}([.,]\d{1,15})?$/.test(text) ? checked(Number(text.replace(',', '.'))) : 'points_text'
}

function checked(points: number): number | IssueCode {
  if (points < 0) return 'points_negative'
  if (!Number.isInteger(points)) return 'points_decimal'
  return points > most ? 'points_large' : points + 0
}
