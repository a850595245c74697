import type { Id } from './model.ts'
import type { RosterView } from './views.ts'

/*
 * The file of one institution as it stands (docs/protocol.md, section 11). Whatever reads it must go on reading what is written
 * today: fields are only ever added, and what changes their meaning is another `version`.
 */
export const rosterFormat = 'roster'
export const rosterVersion = 1

export interface ExportedPerson {
  id: Id
  name: string
  discord: string
  /** Number of the rank in `ranks`. */
  rank: number | null
  points: number
  /** The institution's own columns. */
  fields: Record<string, string>
}

export interface RosterExport {
  punctaj: typeof rosterFormat
  version: typeof rosterVersion
  /** Epoch ms. */
  exportedAt: number
  city: string
  institution: string
  columns: string[]
  /** Rank number as text → role. */
  ranks: Record<string, string>
  people: ExportedPerson[]
}

/** An institution with its own unsent ops, as a document; people in the order given. */
export const rosterExport = (view: RosterView, exportedAt: number): RosterExport => ({
  punctaj: rosterFormat,
  version: rosterVersion,
  exportedAt,
  city: view.city.name,
  institution: view.institution.name,
  columns: view.columns,
  ranks: view.ranks,
  people: view.rows.map(({ id, name, discord, rank, points, fields }) => ({ id, name, discord, rank, points, fields })),
})
