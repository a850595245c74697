import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** Whether a scroller's only child is wider than itself, before either is painted. */
export function useSideways(scroller: Readonly<Ref<HTMLElement | null>>): Ref<boolean> {
  const sideways = ref(false)
  let watcher: ResizeObserver | undefined
  onMounted(() => {
    const outer = scroller.value
    if (!outer) return
    const measure = (): void => void (sideways.value = outer.scrollWidth > outer.clientWidth)
    measure()
    watcher = new ResizeObserver(measure)
    for (const element of [outer, ...outer.children]) watcher.observe(element)
  })
  onBeforeUnmount(() => watcher?.disconnect())
  return sideways
}
