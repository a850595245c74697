/**
 * The entities of Punctaj as they stand in verified leaf bodies (docs/protocol.md, section 1).
 * Times are epoch milliseconds, ids are lower-case UUIDs.
 */
export type Id = string

export interface City {
  id: Id
  name: string
  /** Where somebody put it among the others, from 1; null comes after those, by name. */
  place: number | null
}

export interface Institution {
  id: Id
  city: Id
  name: string
  /** As a city's, among those of its city. */
  place: number | null
}

/** Body of the `directory` leaf. */
export interface Directory {
  cities: City[]
  institutions: Institution[]
}

export interface Employee {
  id: Id
  name: string
  discord: string
  rank: number | null
  fields: Record<string, string>
  points: number
  /** Grows by one with every op that touches the row. */
  rev: number
  /** Server time of the last op that touched the row. */
  touched: number
}

/** Body of a `roster:<institution>` leaf: all employees of one institution, with its ranks and columns. */
export interface Roster {
  institution: Id
  period: number
  /** Rank number as text → role, e.g. `{"1": "Ofițer"}`. */
  ranks: Record<string, string>
  columns: string[]
  employees: Employee[]
}

export type EntryKind = 'add' | 'set' | 'undo' | 'restore'

/** One point entry of the ledger: `effective` is what really happened, points never go under 0. */
export interface LedgerEntry {
  id: Id
  employee: Id
  delta: number
  effective: number
  reason: string
  by: string
  user: Id
  at: number
  client_at: number
  op: Id
  kind: EntryKind
}

export type ArchiveKind = 'reset' | 'backup' | 'before_restore' | 'before_delete' | 'import'

export interface ArchiveRow {
  id: Id
  kind: ArchiveKind
  path: string
  at: number
  by: string
  period: number
  employees: number
  points: number
  sha256: string
  bytes: number
}

/** Body of an `archives:<institution>` leaf. */
export interface ArchiveIndex {
  institution: Id
  city: Id
  names: { city: string; institution: string }
  archives: ArchiveRow[]
}

export type Role = 'superuser' | 'admin' | 'user' | 'viewer'
export type Capability = 'view' | 'edit' | 'score' | 'reset' | 'delete'

export interface Permission {
  city: Id | null
  institution: Id | null
  capability: Capability
}

/** Body of the `me:<user>` leaf. */
export interface Me {
  id: Id
  name: string
  discord_id: string | null
  role: Role
  permissions: Permission[]
}
