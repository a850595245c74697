import * as v from 'valibot'
import { CloudError } from '../domain/errors.ts'
import { policies } from '../domain/head.ts'

/*
 * What the cloud answers. `v.object` copies the known keys and leaves the rest behind, so nothing of an answer but what is named
 * here gets further.
 */

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const text = v.string()
const hash = v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/))
const id = v.pipe(v.string(), v.uuid())
const map = <T extends v.GenericSchema>(value: T) => v.record(v.string(), value)

export const pollRows = v.array(
  v.object({
    sync_key: text,
    version: count,
    data_hash: v.nullable(text),
    last_modified_by: v.nullable(text),
    last_modified_at: v.nullable(text),
  }),
)

const leafEntry = v.object({ key: text, version: count, hash, bytes: count })

const delta = {
  since: count,
  version: count,
  root: text,
  epoch: count,
  nonce: text,
  view_root: hash,
  forked: v.boolean(),
  force: v.nullable(
    v.object({ by: v.fallback(text, ''), at: v.fallback(v.number(), 0), reason: v.fallback(text, '') }),
  ),
  changed: v.nullable(v.object({ by: v.fallback(text, ''), at: v.fallback(v.number(), 0) })),
  spread_ms: count,
  min_client: count,
  policy: v.fallback(v.picklist(policies), 'strict'),
  now: count,
  entries: v.array(leafEntry),
  bodies: map(text),
  contained: v.array(id),
  foreign: v.fallback(v.boolean(), true),
  erased: v.exactOptional(v.fallback(v.array(id), [])),
}
export const deltaSchema = v.object(delta)

const archiveRow = v.object({
  id,
  kind: v.picklist(['reset', 'backup', 'before_restore', 'before_delete', 'import']),
  path: text,
  at: v.number(),
  by: v.fallback(text, ''),
  period: v.number(),
  employees: v.number(),
  points: v.number(),
  sha256: hash,
  bytes: count,
})

const verdict = {
  id,
  status: v.picklist(['applied', 'duplicate', 'conflict', 'denied', 'invalid', 'failed']),
  code: v.exactOptional(text),
  theirs: v.exactOptional(map(v.unknown())),
  version: v.exactOptional(count),
  effective: v.exactOptional(map(v.number())),
}
const result = v.object({
  ...verdict,
  first: v.exactOptional(v.object(verdict)),
  archive: v.exactOptional(archiveRow),
})
export const envelopeSchema = v.object({
  ...delta,
  before: count,
  before_root: v.fallback(text, ''),
  after: count,
  results: v.array(result),
})

const done = v.object({ people: count, rows: count, archives: count, entries: count, texts: count, logs: count })
export const eraseSchema = v.object({ ...envelopeSchema.entries, done })
export const erasePreviewSchema = v.object({ done })
export const erasedFilesSchema = v.object({ left: v.array(text) })

export const leavesSchema = v.array(v.object({ key: text, version: count, hash, body: text }))
export const bodySchema = v.object({ body: text })
export const bodiesSchema = v.array(v.object({ id, body: text }))
export const missingSchema = v.array(v.object({ id, path: text, sha256: hash, bytes: count }))
export const uploadedSchema = v.object({ uploaded: v.boolean() })
export const forceSchema = v.object({ epoch: count, nonce: text, at: v.number() })

/** A value as a schema has it. @throws CloudError `bad_answer` naming the first place that does not fit */
export function fit<T extends v.GenericSchema>(schema: T, value: unknown): v.InferOutput<T> {
  const outcome = v.safeParse(schema, value, { abortEarly: true })
  if (outcome.success) return outcome.output
  throw new CloudError('bad_answer', v.getDotPath(outcome.issues[0]) ?? 'the whole')
}
