import { shallowRef } from 'vue'
import type { Id } from '../domain/model.ts'

/** Somebody who was chosen in the palette: the roster of the institution shows them once it is on the screen. */
export const wanted = shallowRef<{ institution: Id; person: Id } | null>(null)
