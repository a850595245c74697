import { isOwnColumn } from './columns.ts'
import { issue, type Issue, type IssueCode } from './issues.ts'
import type { Fields } from './json.ts'
import { isCleanText, isColumnName } from './names.ts'
import { parsePoints } from './points.ts'
import { parseRank } from './ranks.ts'
import { parseLegacyTime } from './time.ts'
import type { LegacyEmployee } from './types.ts'

export type LegacyRow = Omit<LegacyEmployee, 'id'>
type Warn = (code: IssueCode, about?: unknown) => void

/** Why a row is refused; thrown and caught inside this file only. */
class Refusal extends Error {
  readonly code: IssueCode
  readonly about: unknown
  constructor(code: IssueCode, about: unknown = '') {
    super(code)
    this.code = code
    this.about = about
  }
}

/**
 * One person of a file, or null when the row is refused.
 *
 * @param row the row's values by trimmed column name; null when it was no object
 * @param number the row's place in the file, from 1
 * @param issues where refusals and warnings go
 */
export function parseRow(row: Fields | null, number: number, issues: Issue[]): LegacyRow | null {
  const warnings: Issue[] = []
  try {
    const taken = readRow(row, (code, about) => warnings.push(issue(code, about, number)))
    issues.push(...warnings)
    return taken
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    issues.push(issue(error.code, error.about, number))
    return null
  }
}

function readRow(row: Fields | null, warn: Warn): LegacyRow {
  if (!row) throw new Refusal('row_shape')
  const points = parsePoints(row.get('PUNCTAJ'))
  if (typeof points !== 'number') throw new Refusal(points, row.get('PUNCTAJ'))
  const discord = textOf(row, 'DISCORD')
  return {
    name: nameOf(row, discord, warn),
    discord,
    rank: rankOf(row),
    role: textOf(row, 'ROLE'),
    fields: ownFields(row),
    points,
    at: timeOf(row, warn),
  }
}

/** A value as trimmed text; blank when there is none. A number beyond 2^53 has already lost digits: refused. */
function textOf(row: Fields, column: string): string {
  const value = row.get(column)
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Refusal('bad_value', column)
    return String(value)
  }
  if (typeof value !== 'string') throw new Refusal('bad_value', column)
  const text = value.trim().normalize('NFC')
  if (!isCleanText(text)) throw new Refusal('bad_text', column)
  return text
}

function nameOf(row: Fields, discord: string, warn: Warn): string {
  const name = textOf(row, 'NUME IC')
  if (name !== '') return name
  if (discord === '') throw new Refusal('no_name')
  if (row.has('NUME IC')) warn('name_blank', discord)
  return discord
}

function rankOf(row: Fields): number | null {
  const rank = parseRank(row.get('RANK'))
  if (rank === undefined) throw new Refusal('bad_rank', row.get('RANK'))
  return rank
}

function ownFields(row: Fields): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const column of [...row.keys()].filter(isOwnColumn)) {
    if (!isColumnName(column)) throw new Refusal('bad_column', column)
    const value = textOf(row, column)
    if (value !== '') fields[column] = value
  }
  return fields
}

function timeOf(row: Fields, warn: Warn): number | null {
  const written = row.get('ULTIMA_MOD')
  const time = parseLegacyTime(written)
  if (time === 'blank') return null
  if (time === 'bad') {
    warn('bad_time', written)
    return null
  }
  if (time.doubt) warn(time.doubt, written)
  return time.at
}
