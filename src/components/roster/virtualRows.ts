import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, nextTick, ref, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { RosterRow } from '../../domain/views.ts'

/** From this many rows on only those that are seen are rendered. */
const virtualFrom = 200

/** Rows that get their buttons within a frame. */
const handful = 12

/** Rows that are rendered, from which one on, and how high the space before and after them is, in px. */
interface Visible {
  from: number
  items: RosterRow[]
  before: number
  after: number
}

/** What of a long table is rendered in its scroller. */
export function useVirtualRows(
  rows: () => RosterRow[],
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  rowHeight: number,
): { visible: ComputedRef<Visible>; dressed: Ref<number>; showRow: (index: number) => Promise<HTMLElement | null> } {
  const isVirtual = () => rows().length >= virtualFrom
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: rows().length,
      enabled: isVirtual(),
      estimateSize: () => rowHeight,
      getScrollElement: () => scroller.value,
      overscan: 6,
      scrollMargin: rowHeight,
      scrollPaddingStart: rowHeight,
    })),
  )
  const visible = computed((): Visible => {
    const all = rows()
    if (!isVirtual()) return { from: 0, items: all, before: 0, after: 0 }
    const items = virtualizer.value.getVirtualItems()
    const from = items[0]?.index ?? 0
    const to = (items.at(-1)?.index ?? -1) + 1
    return { from, items: all.slice(from, to), before: from * rowHeight, after: (all.length - to) * rowHeight }
  })

  const dressed = landing(visible, () => virtualizer.value.isScrolling)

  /** Scrolls to a row and waits until it is rendered: far away that takes a frame or two. */
  async function showRow(index: number): Promise<HTMLElement | null> {
    if (isVirtual()) virtualizer.value.scrollToIndex(index)
    for (let frame = 0; frame < 10; frame++) {
      await nextTick()
      const row = scroller.value?.querySelector<HTMLElement>(`tr[aria-rowindex="${index + 2}"]`)
      if (row) return row
      await new Promise(requestAnimationFrame)
    }
    return null
  }

  return { visible, dressed, showRow }
}

/**
 * How many of the visible rows have their buttons: none while rows pass by faster than anybody could use them (most of those of
 * the last frame are gone), and a handful more with each frame once they stand, so that no frame waits for all of them.
 */
function landing(visible: ComputedRef<Visible>, isScrolling: () => boolean): Ref<number> {
  const dressed = ref(Infinity)
  watch(visible, (now, before) => {
    const isElsewhere = Math.abs(now.from - before.from) * 2 > now.items.length
    if (isElsewhere && isScrolling()) dressed.value = 0
  })

  function dress(): void {
    if (isScrolling()) return
    dressed.value += handful
    if (dressed.value < visible.value.items.length) requestAnimationFrame(dress)
    else dressed.value = Infinity
  }
  watch(isScrolling, (is) => is || dress())
  return dressed
}
