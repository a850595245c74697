import { ref, type Ref } from 'vue'
import type { Member } from '../domain/members.ts'
import type { Id, Permission } from '../domain/model.ts'
import { useSync } from '../stores/sync.ts'
import { type Task, useTask } from './useTask.ts'

/** What one click gives: to see everything and change nothing. Less needs a place, and the grid knows them all. */
const preset: readonly Permission[] = [{ city: null, institution: null, capability: 'view' }]

interface Grant {
  /** Who was given access on this page: they stay where they are, so that it can be undone there. */
  given: Ref<ReadonlySet<Id>>
  give: Task<[member: Member], void>
  undo: Task<[member: Member], void>
}

/** Access by one click for who has none, and back by one more. Neither goes over what another admin did meanwhile. */
export function useGrant(refresh: () => Promise<void>): Grant {
  const sync = useSync()
  const given = ref<ReadonlySet<Id>>(new Set())

  async function set(target: Id, rows: readonly Permission[], seen: readonly Permission[]): Promise<void> {
    try {
      await sync.rpc('set_permissions', { target, rows, seen })
      const others = [...given.value].filter((id) => id !== target)
      given.value = new Set(rows.length > 0 ? [...others, target] : others)
    } finally {
      await refresh()
    }
  }
  return {
    given,
    give: useTask(({ id, permissions }: Member) => set(id, preset, permissions)),
    undo: useTask(({ id }: Member) => set(id, [], preset)),
  }
}
