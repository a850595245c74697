import type { Id } from './model.ts'

/** What a device last said about itself (`devices_list`). */
export interface DeviceLine {
  device: Id
  name: string
  version: number | null
  epoch: number | null
  nonce: string | null
  unsent: number
  tray: number
  app: string
  state: string
  seen_at: number
}

/** One line of `sync_log`. */
export interface SyncLogLine {
  id: number
  name: string | null
  discord_id: string | null
  type: string
  status: string
  items: number
  error: string | null
  at: number
  version: number | null
  duration_ms: number | null
}

export type DeviceState = 'current' | 'behind' | 'offline'

/** A visible device reports every 5 min; after longer than that nothing is known about it. */
const silentAfter = 6 * 60_000

export function deviceState(
  device: DeviceLine,
  head: { version: number; nonce: string } | null,
  now: number,
): DeviceState {
  if (now - device.seen_at > silentAfter) return 'offline'
  return head !== null && device.version === head.version && device.nonce === head.nonce ? 'current' : 'behind'
}
