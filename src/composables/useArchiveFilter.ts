import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type ArchiveFilter, filterOf, queryOf } from '../domain/archiveFilter.ts'

/** The filter of the reports. It lives in the address, so a link holds it and "back" takes the last choice away. */
export function useArchiveFilter(): WritableComputedRef<ArchiveFilter> {
  const [route, router] = [useRoute(), useRouter()]
  return computed({
    get: () => filterOf(route.query),
    set: (filter) => void router.push({ query: queryOf(filter) }),
  })
}
