import * as v from 'valibot'
import { CloudError } from '../domain/errors.ts'
import { unsentFormat, unsentLimits, unsentVersion, type UnsentFile } from '../domain/unsentFile.ts'

/*
 * A file from outside: parsed into own-key copies, whole or not at all. Whether an op is sound is `isSound`'s to say; here it
 * is only made sure that it has the shape of one.
 */

const id = v.pipe(v.string(), v.uuid())
const text = v.pipe(v.string(), v.maxLength(1000))
const count = v.pipe(v.number(), v.safeInteger())
const ids = v.pipe(v.array(id), v.maxLength(10_000))
const map = v.record(text, text)
const texts = v.array(text)
const change = <T extends v.GenericSchema>(value: T) => v.strictTuple([value, value])
const value = v.union([text, v.number(), v.null()])

const base = { id, user: id, at: count }
const op = v.variant('kind', [
  v.object({
    ...base,
    kind: v.literal('points.add'),
    institution: id,
    period: count,
    employees: ids,
    delta: count,
    reason: text,
    set: v.exactOptional(v.literal(true)),
  }),
  v.object({ ...base, kind: v.literal('points.undo'), institution: id, period: count, target: id }),
  v.object({
    ...base,
    kind: v.literal('employee.create'),
    institution: id,
    employee: id,
    name: text,
    discord: text,
    rank: v.nullable(v.number()),
    fields: map,
    points: count,
  }),
  v.object({
    ...base,
    kind: v.literal('employee.edit'),
    institution: id,
    employee: id,
    set: v.record(text, change(value)),
  }),
  v.object({
    ...base,
    kind: v.literal('employee.move'),
    institution: id,
    employee: id,
    to: id,
    seen: count,
    after: ids,
  }),
  v.object({ ...base, kind: v.literal('employee.delete'), institution: id, employee: id, seen: count, after: ids }),
  v.object({ ...base, kind: v.literal('city.create'), city: id, name: text }),
  v.object({ ...base, kind: v.literal('city.rename'), city: id, name: change(text) }),
  v.object({ ...base, kind: v.literal('city.delete'), city: id, seen: ids }),
  v.object({ ...base, kind: v.literal('city.order'), order: change(ids) }),
  v.object({
    ...base,
    kind: v.literal('institution.create'),
    institution: id,
    city: id,
    name: text,
    ranks: map,
    columns: texts,
  }),
  v.object({ ...base, kind: v.literal('institution.rename'), institution: id, name: change(text) }),
  v.object({ ...base, kind: v.literal('institution.delete'), institution: id, seen: count, after: ids }),
  v.object({ ...base, kind: v.literal('institution.order'), city: id, order: change(ids) }),
  v.object({ ...base, kind: v.literal('institution.ranks'), institution: id, ranks: change(map) }),
  v.object({ ...base, kind: v.literal('institution.columns'), institution: id, columns: change(texts) }),
])

const result = v.object({
  id,
  // `failed`: the cloud made a mistake over it too often.
  status: v.picklist(['conflict', 'denied', 'invalid', 'failed']),
  code: v.exactOptional(text),
  // What the cloud said of the others' values: read key by key where it is shown, and no larger than the file.
  theirs: v.exactOptional(v.record(v.string(), v.unknown())),
})
const rows = <T extends v.GenericSchema>(row: T) => v.pipe(v.array(row), v.maxLength(unsentLimits.rows))
const file = v.object({
  format: v.literal(unsentFormat),
  version: v.literal(unsentVersion),
  user: id,
  name: v.fallback(text, ''),
  at: v.fallback(count, 0),
  outbox: rows(v.object({ op, state: v.picklist(['unsent', 'acked']), names: v.exactOptional(map) })),
  tray: rows(v.object({ op, result, at: count, names: v.exactOptional(map) })),
})

/**
 * A file of unsent edits as this app writes it.
 *
 * @throws CloudError `file_too_large`, `client_too_old` for a file of a newer app, `bad_file` for anything else
 */
export function parseUnsent(source: string): UnsentFile {
  if (source.length > unsentLimits.bytes) throw new CloudError('file_too_large')
  let json: unknown
  try {
    json = JSON.parse(source.replace(/^\uFEFF/, ''))
  } catch {
    throw new CloudError('bad_file')
  }
  if (isNewer(json)) throw new CloudError('client_too_old')
  const outcome = v.safeParse(file, json, { abortEarly: true })
  if (!outcome.success) throw new CloudError('bad_file', v.getDotPath(outcome.issues[0]) ?? '')
  return outcome.output
}

const isNewer = (json: unknown): boolean =>
  typeof json === 'object' &&
  json !== null &&
  'format' in json &&
  json.format === unsentFormat &&
  'version' in json &&
  typeof json.version === 'number' &&
  json.version > unsentVersion
