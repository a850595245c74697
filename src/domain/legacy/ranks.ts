import { issue, type Issue } from './issues.ts'
import { fieldsOf } from './json.ts'
import { isCleanText } from './names.ts'

export type Ranks = Record<string, string>

/** A rank's number from `7` or `"7"`; null when blank, undefined when it is no rank. */
export function parseRank(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = String(value).trim()
  if (text === '') return null
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined
}

/** The rank map of a file: `ranks`, or where that is empty the lines of `rankuri_desc` (`Rank 1: medic1`). */
export function parseRanks(ranks: unknown, description: unknown, issues: Issue[]): Ranks {
  const fromMap = collect(fieldsOf(ranks) ?? [], issues)
  if (Object.keys(fromMap).length > 0) return fromMap
  if (ranks !== undefined && ranks !== null && fieldsOf(ranks) === null) issues.push(issue('bad_rank_entry', 'ranks'))
  if (typeof description !== 'string') return fromMap
  const lines = description.split('\n').filter((line) => line.trim() !== '')
  const fromText = collect(lines.map(splitLine), issues)
  if (Object.keys(fromText).length > 0) issues.push(issue('ranks_from_text'))
  return fromText
}

function splitLine(line: string): [string, string] {
  const parts = /^\s*(?:rank\s*)?(\d+)\s*[:=\-–→]\s*(.+)$/i.exec(line)
  return parts ? [parts[1] ?? '', parts[2] ?? ''] : [line, '']
}

function collect(entries: Iterable<[string, unknown]>, issues: Issue[]): Ranks {
  const ranks: Ranks = {}
  for (const [key, value] of entries) {
    const rank = parseRank(key)
    const role = typeof value === 'string' ? value.trim() : ''
    const good = typeof rank === 'number' && role !== '' && isCleanText(role) && !Object.hasOwn(ranks, rank)
    if (good) ranks[rank] = role
    else issues.push(issue('bad_rank_entry', key))
  }
  return ranks
}

/** Where a file has no ranks at all, its rows still pair RANK with ROLE; the first row of a rank decides. */
export function ranksFromRows(rows: { rank: number | null; role: string }[]): Ranks {
  const ranks: Ranks = {}
  for (const { rank, role } of rows) {
    if (rank !== null && role !== '' && !Object.hasOwn(ranks, rank)) ranks[rank] = role
  }
  return ranks
}
