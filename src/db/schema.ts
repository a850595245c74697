import { Dexie, type DexieOptions, type EntityTable, type Table } from 'dexie'
import { v4 } from 'uuid'
import type { Access } from '../domain/access.ts'
import type { AppliedHead, Policy } from '../domain/head.ts'
import type { Lock } from '../domain/lock.ts'
import type { Id } from '../domain/model.ts'
import type { Op, OpResult } from '../domain/op.ts'
import type { OpNames } from '../domain/opNames.ts'
import type { LeafIndex } from '../domain/plan.ts'
import type { InstitutionChanges } from '../domain/views.ts'

/** The applied head with what came along. `stamp` is new at every apply: whoever prepared on another one starts again. */
export interface HeadRow extends AppliedHead {
  stamp: Id
  appliedAt: number
  /** Leaves that came, changed or went with it. */
  moved: number
  policy: Policy
  minClient: number
  /** What this device kept when it was applied. */
  keep: Id[] | null
}

/** A verified download that waits for its apply; every body it names is in `leaves` already. */
export interface Prepared {
  session: string
  /** Stamp of the head it was made on; null when there was none. */
  base: Id | null
  head: AppliedHead
  policy: Policy
  minClient: number
  keep: Id[] | null
  next: LeafIndex
  /** Ops that the new replica contains. */
  contained: Id[]
  /** Own ops of the last 30 days that a restored cloud has lost. */
  lost: Id[]
  /** People who were erased at the cloud, and what they are called in the replica that goes. An older app wrote none. */
  erased?: Id[]
  erasedNames?: string[]
  /** Archives whose document is another one now: their files here are of no use to anybody. */
  replaced?: Id[]
  changes: InstitutionChanges[]
  changedBy: string | null
}

/** Bodies in `leaves` that no index names yet, so that a kill resumes and a failure is cleaned up. */
export interface Staging {
  session: string
  nonce: string
  rows: [key: string, hash: string][]
}

/** The single rows of `meta`, by key. */
export interface Meta {
  session: string
  device: Id
  head: HeadRow
  lock: Lock
  index: LeafIndex
  prepared: Prepared
  staging: Staging
  /** Institutions that this device keeps; null = all it may see. */
  keep: Id[] | null
  /** The words of a notification about a forced resync, once its person asked for it; `told`: nonce of the last one shown. */
  notice: { title: string; text: string; told: string | null }
  /** What was chosen in the palette, the latest first. */
  recent: string[]
  /** Ops of the tray that a person has decided about. */
  decided: Id[]
  /** A sign-out emptied this database; whoever finds it finishes the job. Epoch ms. */
  leaving: number
  /** The session ended with edits unsent: nothing else is left in here, until its person is back. */
  left: { name: string; at: number }
  /** How the worker reaches the cloud when no page is left; only while edits are unsent. */
  access: Access
  /** Automatic downloads of a day, for one line in the log. */
  daily: { day: string; items: number; count: number; ms: number }
}

/** A verified leaf body, under its content: `meta.index` decides which of them are the replica. */
export interface LeafRow {
  key: string
  hash: string
  text: string
}

/** `unsent` until an answer came; `acked` = decided as applied, not yet in the replica. */
export interface OutboxRow {
  seq: number
  id: Id
  op: Op
  state: 'unsent' | 'acked'
  names?: OpNames
  /** How often the cloud answered with a fault of its own. */
  failed?: number
}

export interface TrayRow {
  id: Id
  op: Op
  result: OpResult
  at: number
  names?: OpNames
}

/** An op that a replica contained, kept for 30 days: a restored cloud may have lost it. `seq`: its place in the outbox. */
export interface SentRow {
  id: Id
  op: Op
  at: number
  seq?: number
  names?: OpNames
}

export interface DraftRow {
  key: string
  value: unknown
  at: number
}

export interface FileRow {
  id: Id
  institution: Id
  sha256: string
  text: string
}

export interface HistoryRow {
  seq: number
  at: number
  by: string | null
  version: number
  changes: InstitutionChanges[]
}

export interface LogRow {
  id: Id
  entry: unknown
}

/** What a new database begins with. */
const firstRows = () => [
  { key: 'session', value: v4() },
  { key: 'device', value: v4() },
  { key: 'lock', value: { is: 'synced' } },
]

/** Grows with every change to the stores. A database of a later one is not opened by this app. */
export const schemaVersion = 1

/** One database per person: this and the user's id. */
export const databasePrefix = 'punctaj:'
export const databaseName = (user: Id): string => databasePrefix + user

/** The database of one person; `outbox` and `tray` are frozen (docs/protocol.md, section 10). */
export class PunctajDb extends Dexie {
  declare meta: Table<{ key: keyof Meta; value: unknown }, keyof Meta>
  declare leaves: Table<LeafRow, [string, string]>
  declare files: EntityTable<FileRow, 'id'>
  declare outbox: EntityTable<OutboxRow, 'seq', Omit<OutboxRow, 'seq'>>
  declare sent: EntityTable<SentRow, 'id'>
  declare tray: EntityTable<TrayRow, 'id'>
  declare drafts: EntityTable<DraftRow, 'key'>
  declare history: EntityTable<HistoryRow, 'seq', Omit<HistoryRow, 'seq'>>
  declare logs: EntityTable<LogRow, 'id'>
  readonly user: Id
  /** Deleted or signed out: never to be opened again. */
  retired = false
  /** Called when a newer app changes the database: this one can do nothing more with it. */
  onNewer: () => void = () => undefined
  /** Called after an edit was written: whoever pushes may hurry. */
  onEdit: () => void = () => undefined

  /** @param options another IndexedDB than the platform's: tests have one for each device */
  constructor(user: Id, options?: DexieOptions) {
    super(databaseName(user), { chromeTransactionDurability: 'strict', ...options })
    this.user = user
    this.version(schemaVersion).stores({
      meta: '&key',
      leaves: '&[key+hash]',
      files: '&id, institution',
      outbox: '++seq, &id',
      sent: '&id, at',
      tray: '&id',
      drafts: '&key',
      history: '++seq',
      logs: '&id',
    })
    // Also when the browser has deleted it under us: what opens next is another database, with a session of its own.
    this.on('populate', (transaction) => void transaction.table('meta').bulkAdd(firstRows()))
    // Dexie opens what a newer app has made, and would write into what it does not know.
    this.on('ready', refuseNewer, true)
    this.on('versionchange', (event) => {
      // Deleted elsewhere: closing is not enough, a later read would create it again.
      if (event.newVersion === null) this.retired = true
      else this.onNewer()
      this.close({ disableAutoOpen: event.newVersion === null })
      // Dexie's own handler comes last: it would warn of what is as it should be.
      return false
    })
  }
}

/** Dexie's version 1 is IndexedDB's 10. */
function refuseNewer(db: Dexie): void {
  if (db.backendDB().version > schemaVersion * 10) throw new Dexie.VersionError('made by a newer app')
}
