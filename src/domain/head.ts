import type { ArchiveRow, Id } from './model.ts'
import type { OpResult } from './op.ts'

/** Version + root + force nonce, as polled. Equality of heads is equality of all three. */
export interface Head {
  version: number
  root: string
  epoch: number
  nonce: string
}

/** A head that a device has applied, with the root over what it may see and keeps. */
export interface AppliedHead extends Head {
  view_root: string
  /** Hash of the `me:<user>` leaf it was applied with. */
  me: string
}

export interface PolledHead extends Head {
  me: string
  by: string | null
  at: number | null
  forcedBy: string | null
  forcedAt: number | null
  minClient: number
}

export interface LeafEntry {
  key: string
  version: number
  /** '' = the leaf is gone. */
  hash: string
  bytes: number
}

export interface Leaf {
  key: string
  version: number
  hash: string
  body: string
}

/** Which changes of others lock a device, from all to none but a force. */
export const policies = ['strict', 'relevant', 'automatic'] as const
export type Policy = (typeof policies)[number]

/** Answer of `sync_delta`, and the core of every writing call's answer (docs/protocol.md, section 3). */
export interface Delta extends Head {
  since: number
  view_root: string
  forked: boolean
  force: { by: string; at: number; reason: string } | null
  changed: { by: string; at: number } | null
  spread_ms: number
  min_client: number
  policy: Policy
  now: number
  entries: LeafEntry[]
  bodies: Record<string, string>
  contained: Id[]
  /** Whether anything between `since` and `version` was not made by the pending ops. */
  foreign: boolean
  /** People who were erased after `since`: this device forgets what hangs on them. */
  erased?: Id[]
}

/** What one op of a writing call came to; resets and restores name their archive. */
export type Result = OpResult & { archive?: ArchiveRow }

/** Answer of every writing call: the delta from the version before, and what was decided. */
export interface Envelope extends Delta {
  before: number
  /** The root it starts at: versions of two histories are not comparable. */
  before_root: string
  after: number
  results: Result[]
}

/** Equality of version, root and force. */
export const sameHead = (a: Head, b: Head): boolean =>
  a.version === b.version && a.root === b.root && a.nonce === b.nonce && a.epoch === b.epoch

/** Whether a device at `a` has what `wanted` asks for. */
export const reaches = (a: Head, wanted: Head): boolean =>
  a.epoch >= wanted.epoch && a.version >= wanted.version && (a.version > wanted.version || a.root === wanted.root)

/** The head part of anything that carries one. */
export const headOf = ({ version, root, epoch, nonce }: Head): Head => ({ version, root, epoch, nonce })
