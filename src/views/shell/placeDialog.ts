import { shallowRef } from 'vue'
import type { Id } from '../../domain/model.ts'

/** Which place is being created. */
export type PlaceDialog = { is: 'city' } | { is: 'institution'; city: { id: Id; name: string } }

export function usePlaceDialog() {
  const dialog = shallowRef<PlaceDialog | null>(null)
  return {
    dialog,
    open: (asked: PlaceDialog): void => void (dialog.value = asked),
    close: (): void => void (dialog.value = null),
  }
}
