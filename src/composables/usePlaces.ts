import { computed, type ComputedRef } from 'vue'
import { directoryView } from '../db/queries.ts'
import { sortPlaces } from '../domain/sortPlaces.ts'
import type { DirectoryCity } from '../domain/views.ts'
import { useLive } from './useLive.ts'

/** Cities and institutions by name; undefined until they were read. */
export function usePlaces(): ComputedRef<DirectoryCity[] | undefined> {
  const { data } = useLive(directoryView)
  return computed(() => data.value && sortPlaces(data.value.cities))
}
