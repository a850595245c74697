import type { Head } from './head.ts'
import type { Id } from './model.ts'

/** What a device last said about itself (`devices_watch`). */
export interface DeviceLine {
  device: Id
  user: Id
  name: string
  version: number | null
  /** The first letters of its root. */
  root: string | null
  epoch: number | null
  nonce: string | null
  unsent: number
  tray: number
  app: string
  state: string
  seen_at: number
}

/** The last forced resync. */
export interface ForceFacts {
  by: string
  at: number
  reason: string
}

/** Answer of `devices_watch`. */
export interface DevicesWatch {
  /** The cloud's time, by which devices were seen. */
  now: number
  head: Head
  force: ForceFacts | null
  devices: DeviceLine[]
}

/** One line of `sync_log`. */
export interface SyncLogLine {
  id: number
  user: Id | null
  name: string | null
  discord_id: string | null
  type: string
  status: string
  items: number
  error: string | null
  at: number
  device: Id | null
  version: number | null
  duration_ms: number | null
}

type Key = string

/** What is known of the devices after another answer, which holds only those that have said something since. */
export function mergeDevices(known: ReadonlyMap<Key, DeviceLine>, fresh: readonly DeviceLine[]): Map<Key, DeviceLine> {
  const merged = new Map(known)
  for (const line of fresh)
    if (line.seen_at >= (merged.get(deviceKey(line))?.seen_at ?? 0)) merged.set(deviceKey(line), line)
  return merged
}

/** Profiles of browsers get copied: the same device may be two people's, and each is a line. */
export const deviceKey = ({ device, user }: DeviceLine): Key => `${device} ${user}`

/**
 * The newest page of a journal over what is there already, the newest first. When nothing of the old is in it, there may be a gap in
 * between: then the old goes.
 *
 * @param full the page holds as many lines as were asked for
 */
export function mergePage<Line extends { id: number }>(
  known: readonly Line[],
  page: readonly Line[],
  full: boolean,
): Line[] {
  const oldest = page.at(-1)?.id
  const meets = !full || known.length === 0 || page.some(({ id }) => id === known[0]?.id)
  return oldest === undefined || !meets ? [...page] : [...page, ...known.filter(({ id }) => id < oldest)]
}
