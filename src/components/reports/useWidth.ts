import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How wide an element is, in pixels, before it is painted for the first time; `otherwise` while it has no width. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, otherwise: number): Ref<number> {
  const width = ref(otherwise)
  let watcher: ResizeObserver | undefined
  const measured = (pixels: number): void => void (pixels > 0 && (width.value = Math.round(pixels)))
  onMounted(() => {
    watcher = new ResizeObserver(([entry]) => {
      if (entry) measured(entry.contentRect.width)
    })
    if (!element.value) return
    measured(element.value.clientWidth)
    watcher.observe(element.value)
  })
  onBeforeUnmount(() => watcher?.disconnect())
  return width
}
