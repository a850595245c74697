import { randomUUID } from 'node:crypto'
import type { Person } from './cloud.ts'

/** As in docs/protocol.md. */
export interface Result {
  id: string
  status: 'applied' | 'duplicate' | 'conflict' | 'denied' | 'invalid'
  code?: string
  theirs?: Record<string, unknown>
  version?: number
  effective?: Record<string, number>
  first?: Result
  archive?: ArchiveRow
}

export interface ArchiveRow {
  id: string
  kind: string
  path: string
  at: number
  period: number
  employees: number
  points: number
  sha256: string
  bytes: number
}

export interface Delta {
  since: number
  version: number
  root: string
  view_root: string
  epoch: number
  nonce: string
  forked: boolean
  force: { by: string; at: number; reason: string } | null
  changed: { by: string; at: number } | null
  spread_ms: number
  min_client: number
  policy: string
  now: number
  entries: { key: string; version: number; hash: string; bytes: number }[]
  bodies: Record<string, string>
  contained: string[]
  foreign: boolean
}

export interface Envelope extends Delta {
  before: number
  before_root: string
  after: number
  results: Result[]
}

export type Pulled = { key: string; version: number; hash: string; body: string }

export interface Op {
  id: string
  user: string
  at: number
  kind: string
  [field: string]: unknown
}

/** An op of a person, with an id of its own. */
export const op = (person: Person, kind: string, fields: object = {}): Op => ({
  id: randomUUID(),
  user: person.id,
  at: 1_700_000_000_000,
  kind,
  ...fields,
})

/** `points.add` for a place's people. */
export const add = (
  person: Person,
  place: { institution: string; employees: string[] },
  delta: number,
  fields: object = {},
): Op =>
  op(person, 'points.add', {
    institution: place.institution,
    period: 1,
    employees: place.employees,
    delta,
    reason: 'test',
    ...fields,
  })
