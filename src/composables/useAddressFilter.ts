import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { type Query, queryOf } from '../domain/addressFilter.ts'

/** What a list is narrowed to. It lives in the address, so a link holds it and "back" takes the last choice away. */
export function useAddressFilter<Filter extends object>(
  filterOf: (query: Query) => Filter,
): WritableComputedRef<Filter> {
  const [route, router] = [useRoute(), useRouter()]
  return computed({
    get: () => filterOf(route.query),
    set: (filter) => void router.push({ query: queryOf(filter) }),
  })
}
