import type { EraseCounts, EraseTarget } from '../domain/erase.ts'
import { CloudError } from '../domain/errors.ts'
import type { ArchiveRow, Id } from '../domain/model.ts'
import type { Op, OpResult } from '../domain/op.ts'

/** What a reset came to; `lost` when another admin was first, whose archive is shown then. */
export interface ResetOutcome {
  archive: ArchiveRow
  uploaded: boolean
  lost: boolean
}

/** The engine as the stores see it; `main.ts` joins it to the cloud and the worker. */
export interface Runtime {
  /** Which cloud it talks to, and in which protocol. */
  about: { cloud: string; protocol: number }
  /** Runs the engine now, in the worker or, when that is silent, here. */
  wake(): void
  keep(institutions: Id[] | null): Promise<void>
  download(): Promise<void>
  cancel(): Promise<void>
  force(reason: string): Promise<void>
  reset(institution: Id, period: number): Promise<ResetOutcome>
  restore(archive: Id, period: number, replace: boolean): Promise<ResetOutcome>
  /** Puts everything back to one night. */
  restoreNight(night: string, expected: string, replace: boolean): Promise<void>
  /** A backup's document, verified. */
  backupText(backup: ArchiveRow): Promise<string>
  archiveFile(id: Id): Promise<boolean>
  verifyLocal(): Promise<{ leaves: number; bad: number }>
  /** Sends own edits, which may be about what an import brings. */
  beforeImport(): Promise<void>
  /** One call of an import, past the outbox; this device applies what it changed. */
  importOps(ops: Op[]): Promise<OpResult[]>
  importArchives(items: object[]): Promise<OpResult[]>
  /** What an erasure would change; nothing is changed. */
  erasePreview(target: EraseTarget): Promise<EraseCounts>
  /** Erases a person for good; `left`: replaced files that storage still has. */
  erase(target: EraseTarget, reason: string): Promise<{ done: EraseCounts; left: string[] }>
  erasedFiles(): Promise<string[]>
  removeErasedFiles(): Promise<string[]>
  rpc(name: string, args: Record<string, unknown>): Promise<unknown>
}

let runtime: Runtime | null = null

/** Set by the page's session; null when nobody is signed in. */
export const setRuntime = (fresh: Runtime | null): void => void (runtime = fresh)
export const currentRuntime = (): Runtime | null => runtime

/** The running engine. @throws CloudError `not_signed_in` when nobody is signed in */
export function theRuntime(): Runtime {
  if (!runtime) throw new CloudError('not_signed_in')
  return runtime
}
