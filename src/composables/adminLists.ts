import * as v from 'valibot'
import type { DeviceLine, SyncLogLine } from '../domain/journal.ts'

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

/** Answers of the admin calls, as own-key copies. @throws when they are no lists of what they should be */
export const parseDevices = (answer: unknown): DeviceLine[] => v.parse(v.array(device), answer)
export const parseSyncLog = (answer: unknown): SyncLogLine[] => v.parse(v.array(line), answer)
