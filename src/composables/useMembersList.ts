import { computed, type ComputedRef, onMounted, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSync } from '../stores/sync.ts'
import { parsePeople } from './adminLists.ts'
import { useTask } from './useTask.ts'

/** Everybody, to choose from in a filter. Asked for once: without an answer there is just nobody to choose. */
export function useMembersList(): ComputedRef<{ value: string; name: string }[]> {
  const sync = useSync()
  const { locale } = useI18n()
  const people = shallowRef<{ id: string; name: string }[]>([])
  const { run } = useTask(async () => void (people.value = parsePeople(await sync.rpc('members'))))
  onMounted(() => void run())
  return computed(() => {
    const order = new Intl.Collator(locale.value)
    return people.value.map(({ id, name }) => ({ value: id, name })).sort((a, b) => order.compare(a.name, b.name))
  })
}
