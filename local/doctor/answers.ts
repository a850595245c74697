import * as v from 'valibot'

/* What the cloud answers, as far as the doctor reads it: copies with the keys named here and no others. */

const text = v.pipe(v.string(), v.maxLength(16_000_000))
const id = v.pipe(v.string(), v.uuid())
const count = v.pipe(v.number(), v.safeInteger())

export const health = v.object({ status: v.literal('ok'), publishableKey: text })
export const session = v.object({ access_token: text, user: v.object({ id }) })
export const leaves = v.array(v.object({ key: text, body: text }))
export const me = v.object({ role: v.picklist(['superuser', 'admin', 'user', 'viewer']) })

export const pollRows = v.array(
  v.object({
    sync_key: text,
    version: count,
    data_hash: v.nullable(text),
    last_modified_by: v.nullable(text),
    last_modified_at: v.nullable(text),
  }),
)

export const delta = v.object({ version: count, root: text, now: count })

/** One thing that `sql/` decides; `of` is the table that it is a part of. */
export const fact = v.object({ kind: text, name: text, of: v.nullable(text), value: text })
export const facts = v.array(fact)

const head = v.object({
  version: count,
  root: v.nullable(text),
  recomputed: text,
  noted: v.nullable(text),
  dirty: count,
})

export const doctor = v.object({
  facts,
  head,
  schema_version: count,
  archives: v.object({
    count,
    broken: v.array(text),
    stored: v.nullable(v.object({ id, path: text, sha256: text })),
  }),
})

export const rehearsal = v.object({
  before: count,
  after: count,
  root: text,
  statuses: v.array(text),
  archive: v.nullable(v.object({ path: text, sha256: text, bytes: count, body: text })),
  logged: v.nullable(v.object({ type: text, status: text, items: count, user: id })),
  reset_logged: v.boolean(),
  left: v.object({ head, rows: count }),
})

export const archiveBody = v.object({ sha256: text, body: text })
export const logged = v.array(v.object({ id: count, type: text, status: text }))
export const settings = v.object({ external: v.object({ discord: v.optional(v.boolean(), false) }) })

export type Fact = v.InferOutput<typeof fact>
export type Doctor = v.InferOutput<typeof doctor>
export type Rehearsal = v.InferOutput<typeof rehearsal>
