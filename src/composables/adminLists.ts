import * as v from 'valibot'
import type { AuditLine } from '../domain/audit.ts'
import { policies, type Policy } from '../domain/head.ts'
import type { DevicesWatch, SyncLogLine } from '../domain/journal.ts'
import type { Id } from '../domain/model.ts'

const text = v.fallback(v.string(), '')
const count = v.fallback(v.number(), 0)
const maybeText = v.fallback(v.nullable(v.string()), null)
const maybeCount = v.fallback(v.nullable(v.number()), null)

const device = v.object({
  device: v.string(),
  user: v.string(),
  name: text,
  version: maybeCount,
  root: maybeText,
  epoch: maybeCount,
  nonce: maybeText,
  unsent: count,
  tray: count,
  app: text,
  state: text,
  seen_at: v.number(),
})

const watch = v.object({
  now: v.number(),
  head: v.object({ version: v.number(), root: text, epoch: v.number(), nonce: text }),
  force: v.nullable(v.object({ by: text, at: v.number(), reason: text })),
  devices: v.array(device),
})

const logLine = v.object({
  id: v.number(),
  user: maybeText,
  name: maybeText,
  discord_id: maybeText,
  type: text,
  status: text,
  items: count,
  error: maybeText,
  at: v.number(),
  device: maybeText,
  version: maybeCount,
  duration_ms: maybeCount,
})

const auditLine = v.object({
  id: v.number(),
  at: v.number(),
  user: maybeText,
  by: text,
  action: v.string(),
  institution: maybeText,
  subject: maybeText,
  old: v.unknown(),
  new: v.unknown(),
  names: v.record(v.string(), v.string()),
})

const settings = v.object({ policy: v.picklist(policies) })
const people = v.array(v.object({ id: v.string(), name: text }))

/** Answers of the admin calls, as own-key copies. @throws when they are not what they should be */
export const parseDevicesWatch = (answer: unknown): DevicesWatch => v.parse(watch, answer)
export const parseSyncLog = (answer: unknown): SyncLogLine[] => v.parse(v.array(logLine), answer)
export const parseAudit = (answer: unknown): AuditLine[] => v.parse(v.array(auditLine), answer)
export const parsePolicy = (answer: unknown): Policy => v.parse(settings, answer).policy
export const parsePeople = (answer: unknown): { id: Id; name: string }[] => v.parse(people, answer)
