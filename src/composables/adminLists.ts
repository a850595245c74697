import * as v from 'valibot'
import { allCapabilities, allRoles, type Member, type MemberEvent } from '../domain/members.ts'
import { changeBetween } from '../domain/rights.ts'
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

const permission = v.object({
  city: v.nullable(v.string()),
  institution: v.nullable(v.string()),
  capability: v.picklist(allCapabilities),
})

const member = v.object({
  id: v.string(),
  name: text,
  discord_id: maybeText,
  role: v.picklist(allRoles),
  created_at: v.number(),
  seen_at: maybeCount,
  permissions: v.array(permission),
})

const audited = { id: v.number(), at: v.number(), user: maybeText, by: text }
const roled = v.object({ role: v.picklist(allRoles) })
const memberEvent = v.variant('action', [
  v.object({ ...audited, action: v.literal('role.set'), old: v.fallback(v.nullable(roled), null), new: roled }),
  v.object({ ...audited, action: v.literal('permissions.set'), old: v.array(permission), new: v.array(permission) }),
])

function eventOf({ id, at, user, by: name, ...entry }: v.InferOutput<typeof memberEvent>): MemberEvent {
  // No person: the database's owner, by SQL.
  const by = user === null ? '' : name
  if (entry.action === 'role.set')
    return { id, at, by, change: { is: 'role', from: entry.old?.role ?? null, to: entry.new.role } }
  return { id, at, by, change: { is: 'rights', ...changeBetween(entry.old, entry.new) } }
}

/** Everybody who has signed in. @throws when it is no list of them */
export const parseMembers = (answer: unknown): Member[] => v.parse(v.array(member), answer)

/** What of the audit log is about somebody's role and permissions; the rest of it is left out. */
export const parseMemberEvents = (answer: unknown): MemberEvent[] =>
  v.parse(v.array(v.unknown()), answer).flatMap((entry) => {
    const parsed = v.safeParse(memberEvent, entry)
    return parsed.success ? [eventOf(parsed.output)] : []
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
