import type { Id } from '../domain/model.ts'
import type { Op } from '../domain/op.ts'
import { downloadArchive, uploadArchive } from './archives.ts'
import type { Access } from './http.ts'
import { poll } from './poll.ts'
import { rpc, rpcAs } from './rpc.ts'
import {
  bodiesSchema,
  bodySchema,
  deltaSchema,
  envelopeSchema,
  leavesSchema,
  missingSchema,
  uploadedSchema,
} from './schemas.ts'

interface Ask {
  since: number
  root: string
  pending: Id[]
  keep: Id[] | null
  budget: number
}

/** The cloud port of the engine (src/sync/ports.ts) over HTTP, for pages and the worker alike. */
export const httpCloud = (access: Access, user: Id) => ({
  poll: (signal?: AbortSignal) => poll(access, user, signal),
  delta: (ask: Ask, signal?: AbortSignal) =>
    rpcAs(access, deltaSchema, 'sync_delta', ask, { timeoutMs: 20_000, signal }),
  pull: (keys: string[], since: number, signal?: AbortSignal) =>
    rpcAs(access, leavesSchema, 'sync_pull', { keys, since }, { timeoutMs: 45_000, signal }),
  push: (ops: Op[], device: Id, keep: Id[] | null, signal?: AbortSignal) =>
    rpcAs(access, envelopeSchema, 'sync_push', { ops, device, keep }, { timeoutMs: 20_000, signal }),
  archiveFile: (path: string, signal?: AbortSignal) => downloadArchive(access, path, signal),
  archiveBody: async (id: Id, signal?: AbortSignal) =>
    (await rpcAs(access, bodySchema, 'archive_body', { id }, { timeoutMs: 30_000, signal })).body,
  archiveBodies: (ids: Id[], signal?: AbortSignal) =>
    rpcAs(access, bodiesSchema, 'archive_bodies', { ids }, { timeoutMs: 45_000, signal }),
  archivesMissing: (signal?: AbortSignal) => rpcAs(access, missingSchema, 'archives_missing', {}, { signal }),
  archiveUpload: (path: string, body: string, signal?: AbortSignal) => uploadArchive(access, path, body, signal),
  archiveUploaded: async (id: Id, signal?: AbortSignal) =>
    (await rpcAs(access, uploadedSchema, 'archive_uploaded', { id }, { signal })).uploaded,
  reseal: async (keys: string[], signal?: AbortSignal) => void (await rpc(access, 'reseal', { keys }, { signal })),
  report: async (device: Id, info: object, signal?: AbortSignal) =>
    void (await rpc(access, 'report_device', { device, info }, { signal })),
  log: async (entries: object[], signal?: AbortSignal) => void (await rpc(access, 'log_sync', { entries }, { signal })),
})
