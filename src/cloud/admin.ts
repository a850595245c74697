import type { EraseTarget } from '../domain/erase.ts'
import type { Id } from '../domain/model.ts'
import type { Access } from './http.ts'
import { rpc, rpcAs } from './rpc.ts'
import { removeArchives } from './archives.ts'
import { envelopeSchema, erasedFilesSchema, erasePreviewSchema, eraseSchema, forceSchema } from './schemas.ts'

const slow = { timeoutMs: 30_000 }
/** An erasure reads every archive and every log, going back to a night writes every roster. */
const slowest = { timeoutMs: 120_000 }

/** The online-only calls: a reset, a restore, a forced sync, and administration by name. */
export const onlineCloud = (access: Access) => ({
  reset: (op: Id, institution: Id, period: number, device: Id, keep: Id[] | null) =>
    rpcAs(access, envelopeSchema, 'reset_points', { op, institution, expected_period: period, device, keep }, slow),
  restore: (op: Id, archive: Id, period: number, replace: boolean, device: Id, keep: Id[] | null) => {
    const args = { op, archive, expected_period: period, replace, device, keep }
    return rpcAs(access, envelopeSchema, 'restore_archive', args, slow)
  },
  restoreNight: (op: Id, night: string, expected: string, replace: boolean, device: Id, keep: Id[] | null) =>
    rpcAs(access, envelopeSchema, 'restore_night', { op, night, expected, replace, device, keep }, slowest),
  importArchives: (items: object[], keep: Id[] | null) =>
    rpcAs(access, envelopeSchema, 'import_archives', { items, keep }, slow),
  force: (reason: string, device: Id) => rpcAs(access, forceSchema, 'force_sync', { reason, device }, slow),
  erase: ({ employees, rows }: EraseTarget, reason: string, keep: Id[] | null) =>
    rpcAs(access, eraseSchema, 'erase_person', { employees, rows, reason, keep }, slowest),
  /** What an erasure would change: done, counted, and taken back. */
  erasePreview: async ({ employees, rows }: EraseTarget) =>
    (await rpcAs(access, erasePreviewSchema, 'erase_person', { employees, rows, dry: true }, slowest)).done,
  erasedFiles: async () => (await rpcAs(access, erasedFilesSchema, 'erased_files', {}, slow)).left,
  removeFiles: (paths: string[]) => removeArchives(access, paths),
  /** Any other function; the caller's view knows its shape. */
  rpc: (name: string, args: object) => rpc(access, name, args, slow),
})
