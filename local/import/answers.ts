import * as v from 'valibot'

/*
 * What the cloud answers, as far as the import reads it. Objects keep only the keys named here; records lose keys that could
 * reach a prototype.
 */

const text = v.pipe(v.string(), v.maxLength(16_000_000))
const id = v.pipe(v.string(), v.uuid())
const count = v.pipe(v.number(), v.safeInteger())
const textRecord = v.record(v.string(), text)

export const health = v.object({ status: v.literal('ok'), publishableKey: text })
export const me = v.object({ id, role: v.picklist(['superuser', 'admin', 'user', 'viewer']) })

const place = v.optional(v.nullable(count), null)

export const directory = v.object({
  cities: v.array(v.object({ id, name: text, place })),
  institutions: v.array(v.object({ id, city: id, name: text, place })),
})

export const roster = v.object({
  institution: id,
  period: count,
  ranks: textRecord,
  columns: v.array(text),
  employees: v.array(
    v.object({
      id,
      name: text,
      discord: text,
      rank: v.nullable(count),
      fields: textRecord,
      points: count,
      rev: count,
      touched: count,
    }),
  ),
})

export const leaves = v.array(v.object({ key: text, body: text }))

const status = v.picklist(['applied', 'duplicate', 'conflict', 'denied', 'invalid', 'failed'])
const first = v.object({ id, status, code: v.exactOptional(text) })
export const pushed = v.object({
  results: v.array(v.object({ id, status, code: v.exactOptional(text), first: v.exactOptional(first) })),
})

export const missing = v.array(v.object({ id, path: text, sha256: text, bytes: count }))
export const archiveBody = v.object({ id, path: text, sha256: text, bytes: count, body: text })
export const uploaded = v.object({ uploaded: v.boolean() })
