import type { Id } from '../domain/model.ts'
import type { Access } from './http.ts'
import { rpc, rpcAs } from './rpc.ts'
import { envelopeSchema, forceSchema } from './schemas.ts'

const slow = { timeoutMs: 30_000 }

/** The online-only calls: a reset, a restore, a forced sync, and administration by name. */
export const onlineCloud = (access: Access) => ({
  reset: (op: Id, institution: Id, period: number, device: Id, keep: Id[] | null) =>
    rpcAs(access, envelopeSchema, 'reset_points', { op, institution, expected_period: period, device, keep }, slow),
  restore: (op: Id, archive: Id, period: number, replace: boolean, device: Id, keep: Id[] | null) => {
    const args = { op, archive, expected_period: period, replace, device, keep }
    return rpcAs(access, envelopeSchema, 'restore_archive', args, slow)
  },
  restoreNight: (op: Id, night: string, expected: string, replace: boolean, device: Id, keep: Id[] | null) =>
    rpcAs(access, envelopeSchema, 'restore_night', { op, night, expected, replace, device, keep }, slow),
  importArchives: (items: object[], keep: Id[] | null) =>
    rpcAs(access, envelopeSchema, 'import_archives', { items, keep }, slow),
  force: (reason: string, device: Id) => rpcAs(access, forceSchema, 'force_sync', { reason, device }, slow),
  /** Any other function; the caller's view knows its shape. */
  rpc: (name: string, args: object) => rpc(access, name, args, slow),
})
