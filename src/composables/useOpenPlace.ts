import { computed, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import type { OpenPlace } from '../domain/placesNow.ts'

const idIn = (param: string | string[] | undefined): string | null => (typeof param === 'string' ? param : null)

/** The institution, or the city without one, that the address names. */
export function useOpenPlace(): ComputedRef<OpenPlace> {
  const route = useRoute()
  return computed(() => ({ city: idIn(route.params['city']), institution: idIn(route.params['institution']) }))
}
