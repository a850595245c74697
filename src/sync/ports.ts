import type { EraseCounts, EraseTarget } from '../domain/erase.ts'
import type { Code } from '../domain/errors.ts'
import type { AppliedHead, Delta, Envelope, Head, Leaf, LeafEntry, PolledHead, Policy, Result } from '../domain/head.ts'
import type { Lock, LockEvent } from '../domain/lock.ts'
import type { ArchiveRow, Id } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import type { LeafIndex } from '../domain/plan.ts'

export type { Delta, Envelope, Head, Leaf, LeafEntry, PolledHead, Result }

export interface LogEntry {
  id: Id
  type: 'upload' | 'download' | 'force_sync' | 'reset' | 'restore' | 'backup'
  status: 'pending' | 'success' | 'failed'
  items: number
  error: string | null
  at: number
  device: Id
  version: number
  duration_ms: number
}

export interface DeviceReport {
  version: number
  root: string
  epoch: number
  nonce: string
  unsent: number
  tray: number
  app: string
  state: string
}

/** What must be known of an archive's file to fetch and check it. */
export type ArchiveRef = Pick<ArchiveRow, 'id' | 'path' | 'sha256' | 'bytes'>

/**
 * The cloud as the engine sees it. Every method rejects with a `CloudError` (a code of docs/protocol.md, section 6); every
 * call has a timeout of its own, besides the caller's signal.
 */
export interface Cloud {
  poll(signal?: AbortSignal): Promise<PolledHead>
  delta(ask: DeltaAsk, signal?: AbortSignal): Promise<Delta>
  pull(keys: string[], since: number, signal?: AbortSignal): Promise<Leaf[]>
  push(ops: Op[], device: Id, keep: Id[] | null, signal?: AbortSignal): Promise<Envelope>
  /** The stored object, unverified. */
  archiveFile(path: string, signal?: AbortSignal): Promise<string>
  archiveBody(id: Id, signal?: AbortSignal): Promise<string>
  /** Bodies of many archives, as many as one answer holds, unverified. */
  archiveBodies(ids: Id[], signal?: AbortSignal): Promise<{ id: Id; body: string }[]>
  archivesMissing(signal?: AbortSignal): Promise<ArchiveRef[]>
  /** Resolves to false when an object of this path is there already. */
  archiveUpload(path: string, body: string, signal?: AbortSignal): Promise<boolean>
  archiveUploaded(id: Id, signal?: AbortSignal): Promise<boolean>
  /** Asks the cloud to check its own copy of these leaves, and to rebuild what is broken. */
  reseal(keys: string[], signal?: AbortSignal): Promise<void>
  report(device: Id, info: DeviceReport, signal?: AbortSignal): Promise<void>
  log(entries: LogEntry[], signal?: AbortSignal): Promise<void>
}

export interface DeltaAsk {
  since: number
  root: string
  pending: Id[]
  keep: Id[] | null
  budget: number
}

/** The online-only calls of pages. */
export interface CloudActions {
  reset(op: Id, institution: Id, expectedPeriod: number, device: Id, keep: Id[] | null): Promise<Envelope>
  restore(op: Id, archive: Id, period: number, replace: boolean, device: Id, keep: Id[] | null): Promise<Envelope>
  restoreNight(
    op: Id,
    night: string,
    expected: string,
    replace: boolean,
    device: Id,
    keep: Id[] | null,
  ): Promise<Envelope>
  importArchives(items: object[], keep: Id[] | null): Promise<Envelope>
  force(reason: string, device: Id): Promise<{ epoch: number; nonce: string; at: number }>
  erase(target: EraseTarget, reason: string, keep: Id[] | null): Promise<Envelope & { done: EraseCounts }>
  /** Paths of replaced archive files that storage still has. */
  erasedFiles(): Promise<string[]>
  removeFiles(paths: string[]): Promise<void>
}

/** What the engine must know of the device before a step, read in one transaction. */
export interface LocalState {
  session: string
  device: Id
  head: (AppliedHead & { stamp: Id; policy: Policy; moved: number; keep: Id[] | null }) | null
  lock: Lock
  /** What the person chose to keep here; the head's is what its replica holds. */
  keep: Id[] | null
  /** The person keeps other institutions on this device than when the head was applied. */
  isKeepMoved: boolean
  unsent: number
  /** Ops that the cloud has acknowledged and the replica does not contain yet. */
  acked: number
  tray: number
  /** When the oldest and the newest unsent op were made. */
  unsentSince: number | null
  unsentUntil: number | null
  /** A verified download that fits the head waits for its apply. */
  prepared: Head | null
}

/** A body whose hash was checked. */
export interface VerifiedBody {
  key: string
  hash: string
  text: string
}

/** A verified download, ready to be applied. */
export interface Download {
  session: string
  base: Id | null
  head: AppliedHead
  policy: Policy
  minClient: number
  keep: Id[] | null
  next: LeafIndex
  contained: Id[]
  /** Own ops of the last 30 days that the cloud does not know any more. */
  lost: Id[]
  /** People who were erased meanwhile. */
  erased: Id[]
  changedBy: string | null
}

/** The device's storage as the engine sees it. Each method is one transaction. */
export interface LocalStore {
  readonly user: Id
  state(): Promise<LocalState>
  /** @param base a stamp: nothing is done when the head has another one by now */
  lock(event: LockEvent, base?: Id | null): Promise<Lock>
  index(): Promise<LeafIndex>
  /** A body of the replica or staged. */
  body(key: string, hash: string): Promise<string | null>
  /** Which bodies are there: of the replica and staged, or (fresh) only those staged under this nonce. */
  held(session: string, nonce: string, fresh: boolean): Promise<Set<string>>
  stage(session: string, nonce: string, rows: VerifiedBody[]): Promise<void>
  /** Writes the download's last bodies and makes it the one that a click applies. */
  prepare(download: Download, rows: VerifiedBody[]): Promise<void>
  /** Applies what was prepared and gives the lock as it is then; null when head or session moved meanwhile. */
  apply(): Promise<Lock | null>
  /** After an own force: the head takes its nonce, if no other force came in between. */
  adoptForce(force: Pick<Head, 'epoch' | 'nonce'>): Promise<boolean>
  dropPrepared(): Promise<void>
  pending(): Promise<{ ids: Id[]; sent: Id[] }>
  unsent(most: number): Promise<Op[]>
  /** Verdicts: applied ops become acknowledged, the rest goes to the tray. */
  settle(results: Result[]): Promise<void>
  /** Nothing acknowledged is believed any more: all of it is sent again, and decided once, as before. */
  sendAgain(): Promise<void>
  draftKeys(): Promise<string[]>
  archivesToFetch(): Promise<(ArchiveRef & { institution: Id })[]>
  putFiles(rows: { id: Id; institution: Id; sha256: string; text: string }[]): Promise<void>
  file(id: Id): Promise<{ sha256: string; text: string } | null>
  dropFile(id: Id): Promise<void>
  fileIds(): Promise<Id[]>
  log(entry: LogEntry): Promise<void>
  logs(): Promise<LogEntry[]>
  dropLogs(ids: Id[]): Promise<void>
  countDaily(
    day: string,
    items: number,
    ms: number,
  ): Promise<{ day: string; items: number; count: number; ms: number } | null>
}

export interface Clock {
  now(): number
  /** Resolves after the time or when the signal fires, whichever is first. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
  random(): number
}

/** What the engine tells the tabs; hints, the rows are the truth. */
export type News =
  | { is: 'polled'; at: number; version: number; minClient: number }
  | { is: 'unreachable'; at: number; code: Code }
  | { is: 'lock' }
  | { is: 'applied'; version: number }
  | { is: 'archive'; held: number; total: number }
  | { is: 'storage'; code: Code }

export interface Tabs {
  tell(news: News): void
  /** Institutions that tabs of this device have open. */
  open(): ReadonlySet<Id>
}

/** What every flow of the engine is given. */
export interface Engine {
  cloud: Cloud
  store: LocalStore
  tabs: Tabs
  clock: Clock
  app: string
  /** Cancels the downloads of this context. */
  cancel: { current: AbortController }
}
