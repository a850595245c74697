import { fold } from './fold.ts'
import type { Head } from './head.ts'
import type { DeviceLine } from './journal.ts'

/** Where a device stands, worked out from what it last said of itself and from the cloud's head. */
export type DeviceState =
  | { is: 'current' }
  /** `by` versions; 0 = only the forced download is missing, null = it follows a history that the cloud no longer has. */
  | { is: 'behind'; by: number | null }
  /** Locked: somebody has to click. */
  | { is: 'locked' }
  | { is: 'downloading' }
  | { is: 'failed' }
  /** It waits for a newer app, and takes and sends nothing until then. */
  | { is: 'outdated' }
  | { is: 'offline'; since: number }

/** In the order in which they are counted and offered as filters: what needs somebody comes before what does not. */
export const deviceStates = ['current', 'behind', 'locked', 'downloading', 'failed', 'outdated', 'offline'] as const
export type DeviceStateName = DeviceState['is']

/** An open device reports every 5 min, seen or hidden; after longer than that nothing is known about it. */
export const silentAfterMs = 6 * 60_000
/** Not seen for so long, a device is folded away and no force waits for it. */
export const oldAfterMs = 14 * 86_400_000

export const isOld = (device: DeviceLine, now: number): boolean => now - device.seen_at > oldAfterMs

/** @param now the cloud's time, by which devices were seen */
export function deviceState(device: DeviceLine, head: Head, now: number): DeviceState {
  if (now - device.seen_at > silentAfterMs) return { is: 'offline', since: device.seen_at }
  switch (device.state) {
    case 'outdated':
    case 'downloading':
    case 'failed':
      return { is: device.state }
    case 'required':
      return { is: 'locked' }
    default:
      return standing(device, head)
  }
}

function standing({ version, nonce }: DeviceLine, head: Head): DeviceState {
  if (version === null || version > head.version) return { is: 'behind', by: null }
  if (version === head.version && nonce === head.nonce) return { is: 'current' }
  return { is: 'behind', by: head.version - version }
}

/** A device with its state, as a list shows it. */
export interface PlacedDevice {
  line: DeviceLine
  state: DeviceState
}

/** How many there are of each state. */
export function countStates(devices: readonly PlacedDevice[]): Record<DeviceStateName, number> {
  const counts = { current: 0, behind: 0, locked: 0, downloading: 0, failed: 0, outdated: 0, offline: 0 }
  for (const { state } of devices) counts[state.is] += 1
  return counts
}

/** What the devices are narrowed to; '' = all. */
export interface DeviceFilter {
  state: DeviceStateName | ''
  query: string
}

/** The devices that pass, in the order given: by name or the beginning of their id, without diacritics. */
export function filterDevices(devices: readonly PlacedDevice[], { state, query }: DeviceFilter): PlacedDevice[] {
  const text = fold(query)
  return devices.filter(
    (one) =>
      (state === '' || one.state.is === state) &&
      (text === '' || fold(one.line.name).includes(text) || one.line.device.startsWith(text)),
  )
}
