import { computed, type ComputedRef, ref, type Ref } from 'vue'
import type { Code } from '../domain/errors.ts'
import { type DeviceLine, type DevicesWatch, mergeDevices } from '../domain/journal.ts'
import { useSync } from '../stores/sync.ts'
import { parseDevicesWatch } from './adminLists.ts'
import { useAsked } from './useAsked.ts'
import { useNow } from './useNow.ts'

const everyMs = 5_000
/** A report that began before an answer may be committed after it: what was said shortly before is asked for again. */
const overlapMs = 30_000

/**
 * All devices, followed: the first answer has all of them, every other one those that have said something since.
 *
 * @returns `now`: the cloud's time, whatever this device's clock shows
 */
export function useDevices(): {
  watched: Ref<DevicesWatch | undefined>
  code: Ref<Code | null>
  now: ComputedRef<number>
  refresh: () => Promise<void>
} {
  const sync = useSync()
  const local = useNow(everyMs)
  const ahead = ref(0)
  let known: ReadonlyMap<string, DeviceLine> = new Map()
  let since: number | null = null

  const { data, code, refresh } = useAsked(async () => {
    const answer = parseDevicesWatch(await sync.devices(since))
    ahead.value = answer.now - Date.now()
    since = answer.now - overlapMs
    known = mergeDevices(known, answer.devices)
    return { ...answer, devices: [...known.values()] }
  }, everyMs)

  return { watched: data, code, refresh, now: computed(() => local.value + ahead.value) }
}
