import type { Head } from './head.ts'
import type { DeviceLine, ForceFacts } from './journal.ts'
import { oldAfterMs, silentAfterMs } from './deviceState.ts'

/** How far the last force has come, from nothing but what the cloud knows: the same on every screen, and after a reload. */
export interface ForceProgress extends ForceFacts {
  taken: DeviceLine[]
  /** They answer, and have not downloaded yet. */
  missing: DeviceLine[]
  /** They do not answer; each is asked as soon as it does. */
  away: DeviceLine[]
}

/** Whether a device has downloaded since the last force. */
export const hasTaken = ({ epoch, nonce }: DeviceLine, head: Head): boolean =>
  epoch === head.epoch && nonce === head.nonce

/**
 * @param devices all that the cloud knows; those that had not been seen for two weeks before the force do not count until they come back
 * @param now the cloud's time
 */
export function forceProgress(
  devices: readonly DeviceLine[],
  force: ForceFacts,
  head: Head,
  now: number,
): ForceProgress {
  const progress: ForceProgress = { ...force, taken: [], missing: [], away: [] }
  for (const device of devices) {
    if (hasTaken(device, head)) progress.taken.push(device)
    else if (force.at - device.seen_at > oldAfterMs) continue
    else if (now - device.seen_at > silentAfterMs) progress.away.push(device)
    else progress.missing.push(device)
  }
  return progress
}
