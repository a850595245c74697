import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How wide an element is, in pixels; `otherwise` until that is known. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, otherwise: number): Ref<number> {
  const width = ref(otherwise)
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    watcher = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width)
    })
    if (element.value) watcher.observe(element.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())
  return width
}
