import * as v from 'valibot'
import { archivePeople } from '../domain/archivePeople.ts'
import type { Id } from '../domain/model.ts'

const count = v.fallback(v.number(), 0)
const text = v.fallback(v.string(), '')

/** One week of one institution, as the old program can read it and as this one writes it (`schema` 2). */
const schema = v.object({
  archived_at: text,
  city: text,
  institution: text,
  reset_by: text,
  discord_id: v.fallback(v.nullable(v.string()), null),
  columns: v.fallback(v.array(v.string()), []),
  ranks: v.fallback(v.record(v.string(), v.string()), {}),
  rows: v.array(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()]))),
  entries: v.fallback(v.array(v.looseObject({})), []),
  employee_count: count,
  total_points: count,
  kind: text,
  period: count,
  ids: v.fallback(v.unknown(), null),
})

/** An archive's document, parsed into own-key copies. Rows are keyed by the old program's column names. */
export type ArchiveDoc = v.InferOutput<typeof schema>

export interface ParsedArchive {
  doc: ArchiveDoc
  /** Points by employee, where the document names its people by id. */
  points: ReadonlyMap<Id, number>
}

const memory = new Map<string, ParsedArchive | null>()

/** Parses a verified file; null when there is none or it is no archive. Remembered by its text. */
export function parseArchiveDoc(text: string | undefined): ParsedArchive | null {
  if (text === undefined) return null
  const known = memory.get(text)
  if (known !== undefined) return known
  const parsed = readArchive(text)
  if (memory.size >= 200) memory.clear()
  memory.set(text, parsed)
  return parsed
}

/** The same for a text that nobody asks for again: what it holds is not kept. */
export function readArchive(text: string): ParsedArchive | null {
  try {
    const doc = v.parse(schema, JSON.parse(text))
    return { doc, points: pointsOf(doc) }
  } catch {
    return null
  }
}

const pointsOf = (doc: ArchiveDoc): Map<Id, number> =>
  new Map(archivePeople(doc).flatMap(({ id, points }) => (id === null ? [] : [[id, points]])))
