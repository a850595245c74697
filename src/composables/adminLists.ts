import * as v from 'valibot'
import type { DeviceLine, SyncLogLine } from '../domain/journal.ts'
import { allCapabilities, allRoles, type Member, type MemberEvent } from '../domain/members.ts'
import { changeBetween } from '../domain/rights.ts'

const text = v.fallback(v.string(), '')
const count = v.fallback(v.number(), 0)
const maybeText = v.fallback(v.nullable(v.string()), null)
const maybeCount = v.fallback(v.nullable(v.number()), null)

const device = v.object({
  device: v.string(),
  name: text,
  version: maybeCount,
  epoch: maybeCount,
  nonce: maybeText,
  unsent: count,
  tray: count,
  app: text,
  state: text,
  seen_at: v.number(),
})

const line = v.object({
  id: v.number(),
  name: maybeText,
  discord_id: maybeText,
  type: text,
  status: text,
  items: count,
  error: maybeText,
  at: v.number(),
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

const audited = { id: v.number(), at: v.number(), by: text }
const roled = v.object({ role: v.picklist(allRoles) })
const memberEvent = v.variant('action', [
  v.object({ ...audited, action: v.literal('role.set'), old: v.fallback(v.nullable(roled), null), new: roled }),
  v.object({ ...audited, action: v.literal('permissions.set'), old: v.array(permission), new: v.array(permission) }),
])

function eventOf({ id, at, by, ...entry }: v.InferOutput<typeof memberEvent>): MemberEvent {
  if (entry.action === 'role.set')
    return { id, at, by, change: { is: 'role', from: entry.old?.role ?? null, to: entry.new.role } }
  return { id, at, by, change: { is: 'rights', ...changeBetween(entry.old, entry.new) } }
}

/** Answers of the admin calls, as own-key copies. @throws when they are no lists of what they should be */
export const parseDevices = (answer: unknown): DeviceLine[] => v.parse(v.array(device), answer)
export const parseSyncLog = (answer: unknown): SyncLogLine[] => v.parse(v.array(line), answer)
export const parseMembers = (answer: unknown): Member[] => v.parse(v.array(member), answer)

/** What of the audit log is about somebody's role and permissions; the rest of it is left out. */
export const parseMemberEvents = (answer: unknown): MemberEvent[] =>
  v.parse(v.array(v.unknown()), answer).flatMap((entry) => {
    const parsed = v.safeParse(memberEvent, entry)
    return parsed.success ? [eventOf(parsed.output)] : []
  })
