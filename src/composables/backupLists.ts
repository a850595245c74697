import * as v from 'valibot'
import type { BackupRow, JobSettings, NightLine, NightPreview } from '../domain/nights.ts'

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const text = v.fallback(v.string(), '')
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/))
const maybeDay = v.fallback(v.nullable(day), null)

const backup = v.object({
  id: v.pipe(v.string(), v.uuid()),
  kind: v.literal('backup'),
  path: v.string(),
  at: v.number(),
  by: text,
  period: v.number(),
  employees: count,
  points: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: count,
  first: maybeDay,
  last: maybeDay,
})

const night = v.object({
  night: day,
  at: v.number(),
  failed: count,
  done_at: v.fallback(v.nullable(v.number()), null),
  institutions: count,
  employees: count,
  points: count,
})

const totals = v.object({ employees: count, points: count })

const preview = v.object({
  night: day,
  at: v.number(),
  failed: count,
  expected: v.string(),
  cities: v.array(v.string()),
  places: v.array(
    v.object({
      id: v.pipe(v.string(), v.uuid()),
      name: text,
      city: text,
      is: v.picklist(['back', 'changed', 'renamed', 'same', 'since']),
      was: v.nullable(totals),
      now: v.nullable(totals),
      added: totals,
    }),
  ),
})

const settings = v.object({ zone: v.string(), backup_keep_days: count, log_keep_days: count })

/** Answers about backups, as own-key copies. @throws when they are not what they should be */
export const parseBackups = (answer: unknown): BackupRow[] => v.parse(v.array(backup), answer)
export const parseNights = (answer: unknown): NightLine[] => v.parse(v.array(night), answer)
export const parseNightPreview = (answer: unknown): NightPreview => v.parse(preview, answer)
export const parseJobSettings = (answer: unknown): JobSettings => v.parse(settings, answer)
