import { onBeforeUpdate, onUpdated, type ShallowRef } from 'vue'

/** An element that is moved in the document loses the focus: whoever had it within `root` has it again after the update. */
export function keepFocus(root: Readonly<ShallowRef<HTMLElement | null>>): void {
  let holder: Element | null = null
  onBeforeUpdate(() => {
    const { activeElement } = document
    holder = root.value?.contains(activeElement) ? activeElement : null
  })
  onUpdated(() => {
    if (document.activeElement === document.body && holder instanceof HTMLElement && holder.isConnected) holder.focus()
  })
}
