import type { Id } from './model.ts'

/** `[old, new]`: the server applies the new value only where the old one (or already the new one) stands. */
export type Change<T> = [old: T, new: T]

/** A field of an employee that an edit may name: `name`, `discord`, `rank` or `fields.<column>`. */
export type EmployeeField = 'name' | 'discord' | 'rank' | `fields.${string}`
export type FieldValue = string | number | null

interface OpBase {
  /** UUIDv7; the op is idempotent on it for ever. */
  id: Id
  /** Whose edit it is; the server refuses another's. */
  user: Id
  /** Client time of the edit, epoch ms. */
  at: number
}

/** Every edit that a device can make offline (docs/protocol.md, section 4). Re-executable: "+5", never "= 47". */
export type Op = OpBase & OpBody
export type OpBody =
  | { kind: 'points.add'; institution: Id; period: number; employees: Id[]; delta: number; reason: string; set?: true }
  | { kind: 'points.undo'; institution: Id; period: number; target: Id }
  | {
      kind: 'employee.create'
      institution: Id
      employee: Id
      name: string
      discord: string
      rank: number | null
      fields: Record<string, string>
      points: number
    }
  | {
      kind: 'employee.edit'
      institution: Id
      employee: Id
      set: Partial<Record<EmployeeField, Change<FieldValue>>>
    }
  | { kind: 'employee.move'; institution: Id; employee: Id; to: Id; seen: number; after: Id[] }
  | { kind: 'employee.delete'; institution: Id; employee: Id; seen: number; after: Id[] }
  | { kind: 'city.create'; city: Id; name: string }
  | { kind: 'city.rename'; city: Id; name: Change<string> }
  | { kind: 'city.delete'; city: Id; seen: Id[] }
  /** `old`: those that had a place, in order; `new`: all that shall have one. */
  | { kind: 'city.order'; order: Change<Id[]> }
  | {
      kind: 'institution.create'
      institution: Id
      city: Id
      name: string
      ranks: Record<string, string>
      columns: string[]
    }
  | { kind: 'institution.rename'; institution: Id; name: Change<string> }
  | { kind: 'institution.delete'; institution: Id; seen: number; after: Id[] }
  | { kind: 'institution.order'; city: Id; order: Change<Id[]> }
  | { kind: 'institution.ranks'; institution: Id; ranks: Change<Record<string, string>> }
  | { kind: 'institution.columns'; institution: Id; columns: Change<string[]> }

export type OpKind = OpBody['kind']

/** Edits of what cities and institutions are called, and of how they stand to each other. */
export type PlaceBody = Extract<
  OpBody,
  {
    kind: `city.${string}` | 'institution.create' | 'institution.rename' | 'institution.order'
  }
>

/** `failed`: the cloud's own fault, nothing is decided. */
export type Verdict = 'applied' | 'duplicate' | 'conflict' | 'denied' | 'invalid' | 'failed'

/** What the server decided about one op. */
export interface OpResult {
  id: Id
  status: Verdict
  code?: string
  theirs?: Record<string, unknown>
  version?: number
  effective?: Record<Id, number>
  /** Of a duplicate: the first verdict. */
  first?: OpResult
}
