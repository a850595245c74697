import { onBeforeUpdate, onUpdated, type ShallowRef, watch } from 'vue'

/**
 * A row that moves in the order loses the focus; whoever had it gets it back, also far away: there it is rendered anew.
 *
 * @param order changes whenever rows change places
 * @param find gives the focus to the row that should have it
 */
export function keepRowFocus(
  root: Readonly<ShallowRef<HTMLElement | null>>,
  order: () => unknown,
  find: () => Promise<unknown>,
): void {
  let held: HTMLElement | null = null
  let moved = false
  watch(order, () => void (moved = true))
  onBeforeUpdate(() => {
    const focused = document.activeElement
    held = focused instanceof HTMLElement && root.value?.contains(focused) === true ? focused : null
  })
  onUpdated(() => {
    if (held && document.activeElement === document.body) {
      if (held.isConnected) held.focus({ preventScroll: true })
      else if (moved) void find()
    }
    moved = false
  })
}
