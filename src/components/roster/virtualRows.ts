import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, nextTick, type ComputedRef, type ShallowRef } from 'vue'
import type { RosterRow } from '../../domain/views.ts'

/** From this many rows on only those that are seen are rendered. */
const virtualFrom = 200

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
): { visible: ComputedRef<Visible>; showRow: (index: number) => Promise<HTMLElement | null> } {
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
  const visible = computed<Visible>(() => {
    const all = rows()
    if (!isVirtual()) return { from: 0, items: all, before: 0, after: 0 }
    const items = virtualizer.value.getVirtualItems()
    const from = items[0]?.index ?? 0
    const to = (items.at(-1)?.index ?? -1) + 1
    return { from, items: all.slice(from, to), before: from * rowHeight, after: (all.length - to) * rowHeight }
  })

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

  return { visible, showRow }
}
