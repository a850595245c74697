import { nextTick, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/**
 * Prints the page. What is shown only in part, or not at all, on a screen looks at `printing`: true while the browser takes the
 * page to paper, also by its own menu.
 */
export function usePrint(): { printing: Ref<boolean>; print: () => Promise<void> } {
  const printing = ref(false)
  const begin = (): void => void (printing.value = true)
  const end = (): void => void (printing.value = false)
  onMounted(() => {
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
  })
  onBeforeUnmount(() => {
    removeEventListener('beforeprint', begin)
    removeEventListener('afterprint', end)
  })

  async function print(): Promise<void> {
    begin()
    await nextTick()
    // Some browsers answer before the paper is out: `afterprint` says when it is.
    window.print()
  }
  return { printing, print }
}
