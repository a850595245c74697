import type { Id } from '../model.ts'
import type { Issue } from './issues.ts'

/**
 * A file of the old program as handed in by the reader (Node or browser), its path relative to the chosen folder with
 * `/` between segments. A file whose text could not be read says why instead.
 */
export type LegacyFile = {
  path: string
  /** Whose it is, as a person said it: of a file that stands in no folder that would tell. */
  place?: LegacyPlace
} & ({ text: string } | { unreadable: 'not_utf8' | 'too_large' | 'unreadable' })

/** A deterministic id for a name: the same name gives the same UUID on every machine and run (e.g. UUID v5). */
export type IdOf = (name: string) => Id

export interface LegacyEmployee {
  id: Id
  name: string
  discord: string
  rank: number | null
  /** The role the file wrote beside the rank; only archives keep it. */
  role: string
  fields: Record<string, string>
  points: number
  /** ULTIMA_MOD in epoch ms, null when blank or unreadable. */
  at: number | null
}

/** The rows of one file, as far as they could be taken. */
export interface LegacyTable {
  columns: string[]
  ranks: Record<string, string>
  employees: LegacyEmployee[]
}

export interface LegacyPlace {
  city: string
  institution: string
}

export interface PlannedCity {
  id: Id
  name: string
}

export interface PlannedInstitution extends LegacyTable, LegacyPlace {
  id: Id
  cityId: Id
  path: string
}

/** What an archive says of itself. */
export interface ArchiveFacts {
  at: number
  resetBy: string
  discordId: string
  /** Of an archive that this app wrote: the whole of it, and its id. */
  document: { id: Id | null; json: Record<string, unknown> } | null
}

export interface PlannedArchive extends LegacyTable, LegacyPlace, ArchiveFacts {
  id: Id
  /** The institution's id by its name; the cloud may know the institution under another id. */
  institutionId: Id
  path: string
}

export type FileKind = 'institution' | 'archive' | 'after_reset' | 'other'

/**
 * - `taken`: its rows (all but the refused ones) are in the plan
 * - `repeated`: the same content as another file, which is taken
 * - `zeros`: an AFTER_RESET twin; the file before it holds the week's points
 * - `refused`: nothing of it is in the plan
 */
export type Outcome = 'taken' | 'repeated' | 'zeros' | 'refused'

export interface FileReport {
  path: string
  kind: FileKind
  outcome: Outcome
  taken: number
  refused: number
  points: number
  issues: Issue[]
}

export interface LegacyPlan {
  cities: PlannedCity[]
  institutions: PlannedInstitution[]
  archives: PlannedArchive[]
  files: FileReport[]
}
