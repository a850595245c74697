import type { Ref } from 'vue'
import type { Code } from '../domain/errors.ts'
import { type DeviceLine, type DevicesWatch, mergeDevices } from '../domain/journal.ts'
import { useSync } from '../stores/sync.ts'
import { parseDevicesWatch } from './adminLists.ts'
import { useAsked } from './useAsked.ts'

const everyMs = 5_000
/** A report that began before an answer may be committed after it: what was said shortly before is asked for again. */
const overlapMs = 30_000

/**
 * All devices, followed: the first answer has all of them, every other one those that have said something since. Its `now` is the
 * cloud's, whatever this device's clock shows.
 */
export function useDevices(): {
  watched: Ref<DevicesWatch | undefined>
  code: Ref<Code | null>
  refresh: () => Promise<void>
} {
  const sync = useSync()
  let known: ReadonlyMap<string, DeviceLine> = new Map()
  let since: number | null = null

  const { data, code, refresh } = useAsked(async () => {
    const answer = parseDevicesWatch(await sync.devices(since))
    since = answer.now - overlapMs
    known = mergeDevices(known, answer.devices)
    return { ...answer, devices: [...known.values()] }
  }, everyMs)

  return { watched: data, code, refresh }
}
