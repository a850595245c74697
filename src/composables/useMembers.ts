import type { Ref, ShallowRef } from 'vue'
import type { Code } from '../domain/errors.ts'
import type { Member } from '../domain/members.ts'
import { useSync } from '../stores/sync.ts'
import { parseMembers } from './adminLists.ts'
import { useAsked } from './useAsked.ts'

/** How often it is looked whether there is anything to ask for. */
const lookMs = 2_000
/** Who was seen when moves no version. */
const seenMs = 30_000

/**
 * Everybody, from the cloud. A sign-in, a role and a permission move the cloud's version, which the device's own poll tells each
 * second: so the list is asked for when that has moved, and every half minute, not every few seconds.
 */
export function useMembers(): {
  data: ShallowRef<Member[] | undefined>
  code: Ref<Code | null>
  refresh: () => Promise<void>
} {
  const sync = useSync()
  let held: { members: Member[]; version: number | null; at: number } | null = null
  const asked = useAsked(async () => {
    const version = sync.cloudVersion
    if (held && held.version === version && Date.now() - held.at < seenMs) return held.members
    const members = parseMembers(await sync.rpc('members'))
    held = { members, version, at: Date.now() }
    return members
  }, lookMs)

  async function refresh(): Promise<void> {
    held = null
    await asked.refresh()
  }
  return { ...asked, refresh }
}
