import type { ArchiveKind, ArchiveRow, Capability, Employee, EntryKind, Id } from './model.ts'

/** Shapes that a view reads through one query each: the replica with the device's own unsent ops applied. */
export interface RosterRow extends Employee {
  /** The rank's name from the institution's rank map. */
  role: string | null
  /** Touched by an op that no replica contains yet. */
  pending: boolean
}

export interface RosterView {
  institution: { id: Id; name: string }
  city: { id: Id; name: string }
  period: number
  ranks: Record<string, string>
  columns: string[]
  rows: RosterRow[]
  can: Capability[]
  /** Own ops about this institution that are not sent yet. */
  unsent: number
}

export interface DirectoryInstitution {
  id: Id
  name: string
  place: number | null
  employees?: number
  points?: number
  /** Not chosen to be kept on this device. */
  absent?: true
  can: Capability[]
}

export interface DirectoryCity {
  id: Id
  name: string
  place: number | null
  institutions: DirectoryInstitution[]
  can: Capability[]
}

export interface DirectoryView {
  cities: DirectoryCity[]
}

/** One line of an employee's history: an entry, or the end of a week as its archive holds it. */
export type HistoryLine =
  | {
      is: 'entry'
      id: Id
      at: number
      by: string
      kind: EntryKind | 'create' | 'move'
      delta: number
      effective: number
      reason: string
      pending: boolean
      /** Points after it. */
      total: number
    }
  | {
      is: 'archive'
      id: Id
      at: number
      by: string
      kind: ArchiveKind
      /** Null when the file is not on this device. */
      points: number | null
    }

export interface ArchiveLine {
  row: ArchiveRow
  city: string
  institution: { id: Id; name: string }
  /** The file is held and verified on this device. */
  local: boolean
  can: Capability[]
}

/** Somebody in whatever institution, as the palette finds them. */
export interface PersonLine {
  id: Id
  name: string
  discord: string
  institution: Id
  /** Searchable. */
  text: string
}

/** What one institution's last resync brought ("Ce s-a schimbat"). */
export interface InstitutionChanges {
  id: Id
  name: string
  came: string[]
  left: string[]
  changed: { name: string; from: number; to: number; delta: number }[]
}

/** What is in an institution; without a period it is not kept on this device, and its people are not known here. */
export interface PlaceContents {
  id: Id
  name: string
  period: number | null
  people: { name: string; points: number; rank: number | null }[]
}
